using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Words;

/// <summary>News in words: what, how bad, and what comes of it.</summary>
public static class NewsText
{
    public static string Of(News news, NewsLanguage language) => language switch
    {
        NewsLanguage.Zh => ChineseNews.Of(news),
        _ => EnglishNews.Of(news),
    };
}
