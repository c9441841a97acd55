namespace Heapwise.Guard.Settings;

/// <summary>A collector that speaks OTLP.</summary>
/// <param name="Address">Where requests go, with the whole path. It may have secrets in it: messages show its host only.</param>
/// <param name="Protocol">How.</param>
/// <param name="Headers">Added to every request: secrets.</param>
/// <param name="Timeout">For one request.</param>
/// <param name="Resource">Attributes of everything that is sent.</param>
public sealed record OtlpSettings(
    Uri Address, OtlpProtocol Protocol, IReadOnlyList<(string Name, string Value)> Headers, TimeSpan Timeout,
    IReadOnlyList<(string Name, string Value)> Resource);

/// <summary>How OTLP is spoken.</summary>
public enum OtlpProtocol
{
    /// <summary>Protocol buffers in the body of a POST.</summary>
    HttpProtobuf,

    /// <summary>The same as a call of gRPC, over HTTP/2.</summary>
    Grpc,
}
