namespace Heapwise.Analysis.Retention.Names;

/// <summary>Plain objects are named by their properties, and which sets of properties get a name differs between snapshots: <c>{id, at}</c> is an <c>Object</c>.</summary>
internal static class PlainClass
{
    public static string Of(string className) => className.StartsWith('{') && className.EndsWith('}') ? "Object" : className;
}
