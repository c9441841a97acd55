using System.Text.Json;
using Heapwise.Server;
using Heapwise.Tests.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Page;

/// <summary>The description of the API is made from its endpoints and checked in. HEAPWISE_APPROVE=1 writes it anew.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private static string File => Path.Combine(Repository.Root, "docs", "openapi.json");

    [Fact]
    public async Task The_description_is_that_of_the_endpoints()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "heapwise ui";
            document.Info.Version = "1";
            document.Servers?.Clear();
            document.Tags?.Clear(); // the name of this assembly
            foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values)) operation.Tags?.Clear();
            return Task.CompletedTask;
        }));
        PageServer.AddServices(builder.Services, new ServerOptions());
        await using var application = builder.Build();
        PageServer.MapApi(application, "");
        application.MapOpenApi();
        await application.StartAsync(cancellation);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient(new SocketsHttpHandler());
        using var document = JsonDocument.Parse(await client.GetStringAsync($"{address}/openapi/v1.json", cancellation));
        var text = JsonSerializer.Serialize(document, Indented) + "\n";
        if (Environment.GetEnvironmentVariable("HEAPWISE_APPROVE") == "1") await System.IO.File.WriteAllTextAsync(File, text, cancellation);
        text.ShouldBe(await System.IO.File.ReadAllTextAsync(File, cancellation));
        document.RootElement.GetProperty("paths").EnumerateObject().Count().ShouldBeGreaterThan(30);
    }
}
