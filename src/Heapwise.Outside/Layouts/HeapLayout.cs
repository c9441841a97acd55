using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Layouts;

/// <summary>
/// Where things are in V8's objects: offsets in bytes from an object's first word, taken from the binary's metadata, and what
/// <see cref="VersionTable"/> adds. What has been at one offset in every version that has the metadata is a constant.
/// </summary>
internal sealed class HeapLayout
{
    public const int MapInstanceSize = 8;
    public const int MapInObjectStart = 9;
    public const int MapInstanceType = 12;
    public const int MapBitField2 = 15;
    public const int MapBitField3 = 16;
    public const int MapPrototype = 24;
    public const int MapConstructor = 32;
    public const int MapDescriptors = 40;
    public const int MapDependentCode = 48;
    public const int MapTransitions = 64;
    public const int MapBytes = 80;
    public const int Properties = 8;
    public const int Elements = 16;
    public const int ArrayLength = 24;
    public const int CollectionTable = 24;
    public const int FirstField = 24;
    public const int StringLength = 12;
    public const int StringPayload = 16;
    public const int StringSecond = 24;
    public const int SymbolFlags = 12;
    public const int SymbolName = 16;
    public const int Length = 8;
    public const int Items = 16;
    public const int ScriptSource = 8;
    public const int ScriptName = 16;
    public const int ScriptId = 64;
    public const int FeedbackCellValue = 8;
    public const int Getter = 8;
    public const int Setter = 16;
    public const int WeakRefTarget = 24;
    public const int WeakCellTarget = 16;
    public const int WeakCellToken = 24;
    public const int AllocationSiteNext = 40;
    public const int CellValue = 8;
    public const int OddballText = 16;
    public const int RegExpSource = 32;
    public const int FunctionPrototypeOrMap = 56;
    public const int ScopeFlags = 8;
    public const int ScopeLocalCount = 24;
    public const int ScopePositions = 32;

    /// <summary>A scope of so many locals keeps their names in a hash table.</summary>
    public const int MinHashedLocals = 75;

    private HeapLayout(V8Version version, PostmortemConstants constants)
    {
        Version = VersionTable.For(version);
        Types = InstanceTypes.For(version, constants);
        DescriptorsHeader = constants.Field("DescriptorArray.header_size");
        BytecodeHeader = constants.Field("BytecodeArray.data");
        FunctionShared = constants.Field("JSFunction.shared");
        FunctionContext = constants.Field("JSFunction.context");
        FunctionFeedbackCell = constants.Field("JSFunction.raw_feedback_cell");
        SharedName = constants.Field("SharedFunctionInfo.name_or_scope_info");
        SharedScript = constants.Field("SharedFunctionInfo.script", "SharedFunctionInfo.script_or_debug_info");
        SharedOuterScope = constants.Field("SharedFunctionInfo.feedback_metadata");
        UncompiledStart = constants.Field("UncompiledData.start_position");
        UncompiledName = constants.Field("UncompiledData.inferred_name");
        BufferLength = constants.Field("JSArrayBuffer.byte_length");
        BufferStore = constants.Field("JSArrayBuffer.backing_store");
        ScopeFirstName = 8 + (8 * constants.Value("scopeinfo_idx_first_vars"));
        DictionaryElements = constants.Value("elements_dictionary_elements");
        Require(constants, "Map.instance_size_in_words", MapInstanceSize);
        Require(constants, "Map.instance_type", MapInstanceType);
        Require(constants, "Map.constructor_or_back_pointer", MapConstructor);
        Require(constants, "JSObject.elements", Elements);
        Require(constants, "String.length", StringLength);
        Require(constants, "FixedArray.data", Items);
        Require(constants, "Symbol.name", SymbolName);
        if (constants.Value("TaggedSize") != 8)
            throw OutsideException.Unsupported("this build compresses pointers, as Electron's does");
    }

    public VersionTable Version { get; }

    public InstanceTypes Types { get; }

    public int DescriptorsHeader { get; }

    public int BytecodeHeader { get; }

    public int FunctionShared { get; }

    public int FunctionContext { get; }

    public int FunctionFeedbackCell { get; }

    public int SharedName { get; }

    public int SharedScript { get; }

    public int SharedOuterScope { get; }

    public int UncompiledStart { get; }

    public int UncompiledName { get; }

    public int BufferLength { get; }

    public int BufferStore { get; }

    public int ScopeFirstName { get; }

    /// <summary>The kind of elements that are in a dictionary.</summary>
    public int DictionaryElements { get; }

    /// <exception cref="OutsideException">The version is not known, or the metadata does not say what it should.</exception>
    public static HeapLayout For(V8Version version, PostmortemConstants constants) => new(version, constants);

    private static void Require(PostmortemConstants constants, string field, int expected)
    {
        var found = constants.Field(field);
        if (found != expected) throw OutsideException.Unexpected($"V8's metadata has {field} at {found}, and not at {expected}");
    }
}
