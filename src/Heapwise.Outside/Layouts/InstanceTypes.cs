using System.Globalization;
using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Layouts;

/// <summary>
/// V8's instance types, by number. The binary's metadata names most of them; the rest, among them contexts and dictionaries, are in
/// one table a V8 version (<c>Types/</c>), which is used only if it agrees with all that the metadata says.
/// </summary>
internal sealed class InstanceTypes
{
    private const int FirstNonString = 128;
    private const int MaxType = 4096;

    private readonly string?[] _names = new string?[MaxType];
    private readonly BodyShape[] _shapes = new BodyShape[MaxType];
    private readonly ObjectRole[] _roles = new ObjectRole[MaxType];
    private readonly int _plainObject;
    private readonly int _lastKnown;

    private InstanceTypes(IReadOnlyDictionary<string, int> numbers)
    {
        foreach (var (name, number) in numbers) _names[number] = name;
        for (var type = 0; type < FirstNonString; type++) (_shapes[type], _roles[type]) = (BodyShape.String, ObjectRole.String);
        foreach (var (name, number) in numbers)
        {
            if (number < FirstNonString) continue;
            _shapes[number] = TypeNames.ShapeOf(name);
            _roles[number] = TypeNames.RoleOf(name);
        }

        _plainObject = numbers["JS_OBJECT_TYPE"];
        _lastKnown = numbers.Values.Max();
        MapType = numbers["MAP_TYPE"];
        FirstReceiver = numbers["JS_PROXY_TYPE"];
    }

    public int MapType { get; }

    /// <summary>The first type of an object that a program can see; all later ones are such objects, too.</summary>
    public int FirstReceiver { get; }

    /// <exception cref="OutsideException">There is no table for the version, or it does not agree with the binary.</exception>
    public static InstanceTypes For(V8Version version, PostmortemConstants constants)
    {
        var table = ReadTable(version);
        foreach (var (name, value) in constants.InstanceTypes)
        {
            if (value < FirstNonString || !table.TryGetValue(name, out var known) || known == value) continue;
            throw OutsideException.Unsupported($"V8 {version} here numbers {name} {value}, and not {known} as in Node's own builds");
        }

        return new InstanceTypes(table);
    }

    /// <summary>V8's name, such as <c>JS_MAP_TYPE</c>; empty if the type is not known.</summary>
    public string NameOf(int type) => type < MaxType && _names[type] is { } name ? name : "";

    public BodyShape ShapeOf(int type) => _shapes[Known(type)];

    public ObjectRole RoleOf(int type) => _roles[Known(type)];

    /// <summary>Whether an object may have the type. Embedders number types of their own between those of V8's objects.</summary>
    public bool IsKnown(int type) => type < FirstNonString || (type < MaxType && _names[type] is not null) || IsOfEmbedder(type);

    public bool IsReceiver(int type) => type >= FirstReceiver;

    private int Known(int type) => IsOfEmbedder(type) ? _plainObject : type;

    private bool IsOfEmbedder(int type) => type > _plainObject && type < _lastKnown && _names[type] is null;

    private static Dictionary<string, int> ReadTable(V8Version version)
    {
        using var table = typeof(InstanceTypes).Assembly.GetManifestResourceStream($"v8-{version}.txt")
            ?? throw OutsideException.Unsupported($"the process runs V8 {version}");
        using var reader = new StreamReader(table);
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ');
            types[line[(space + 1)..]] = int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture);
        }

        return types;
    }
}
