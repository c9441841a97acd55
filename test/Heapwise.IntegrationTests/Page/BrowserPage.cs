using System.Collections.Concurrent;
using Microsoft.Playwright;
using Shouldly;

namespace Heapwise.IntegrationTests.Page;

/// <summary>A tab that keeps account of what went wrong in it, and of all that it asked the network for.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentQueue<Uri> _requests = new();

    private BrowserPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Errors of the console, which are also those of the policy; faults of scripts; dialogs.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public IReadOnlyCollection<Uri> Requests => _requests;

    public static async Task<BrowserPage> OpenAsync(IBrowserContext context)
    {
        var opened = new BrowserPage(await context.NewPageAsync());
        opened.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") opened._problems.Enqueue($"{message.Text} ({message.Location})");
        };
        opened.Page.PageError += (_, error) => opened._problems.Enqueue(error);
        opened.Page.Crash += (_, _) => opened._problems.Enqueue("the tab crashed");
        opened.Page.Popup += (_, popup) => opened._problems.Enqueue($"opened {popup.Url}");
        opened.Page.Dialog += async (_, dialog) =>
        {
            opened._problems.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        opened.Page.Request += (_, request) => opened._requests.Enqueue(new Uri(request.Url));
        return opened;
    }

    /// <summary>Waits until nothing is loading any more. A stream of events stays open, so that the network never falls silent.</summary>
    public async Task SettleAsync()
    {
        const string Loading =
            "[aria-busy=true], .grid__skeleton, [role=progressbar], .app__wait, .path-pane__skeleton, .findings--running";
        const string IsQuiet =
            $"() => document.querySelector('#root')?.childElementCount > 0 && document.querySelector('{Loading}') === null";
        try
        {
            await Page.WaitForFunctionAsync(IsQuiet);
            await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await Page.WaitForFunctionAsync(IsQuiet);
        }
        catch (TimeoutException problem)
        {
            var busy = await Page.EvaluateAsync<string>($"() => document.querySelector('{Loading}')?.outerHTML.slice(0, 500) ?? ''");
            throw new TimeoutException($"{Page.Url} still loads: {busy}\n{string.Join('\n', Problems)}", problem);
        }
    }

    /// <param name="foreseen">What such an error contains that the journey is about.</param>
    public void ShouldBeQuiet(string? foreseen = null) =>
        Problems.Where(problem => foreseen is null || !problem.Contains(foreseen, StringComparison.Ordinal)).ShouldBeEmpty();

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
