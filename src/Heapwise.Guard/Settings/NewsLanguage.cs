namespace Heapwise.Guard.Settings;

/// <summary>The languages of alerts, by their codes.</summary>
public enum NewsLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Simplified Chinese.</summary>
    Zh,
}
