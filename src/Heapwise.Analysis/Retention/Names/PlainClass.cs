namespace Heapwise.Analysis.Retention.Names;

/// <summary>
/// V8 names plain objects by their properties, but which sets of properties get a name differs between snapshots. So <c>{id, at}</c> is
/// taken for an <c>Object</c>.
/// </summary>
internal static class PlainClass
{
    public static string Of(string className) => className.StartsWith('{') && className.EndsWith('}') ? "Object" : className;
}
