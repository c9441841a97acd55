namespace Heapwise.Outside.Binaries;

/// <summary>V8's version as far as it decides on the layout of objects. Node never changes it within a major.</summary>
internal readonly record struct V8Version(int Major, int Minor)
{
    public override string ToString() => $"{Major}.{Minor}";
}
