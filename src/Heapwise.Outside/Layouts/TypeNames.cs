namespace Heapwise.Outside.Layouts;

/// <summary>What the name of an instance type says about objects of that type. The same in all versions.</summary>
internal static class TypeNames
{
    public static BodyShape ShapeOf(string name) => name switch
    {
        "HEAP_NUMBER_TYPE" or "FOREIGN_TYPE" or "TRUSTED_FOREIGN_TYPE" or "HOLE_TYPE" or "WASM_NULL_TYPE" => BodyShape.Opaque,
        "BIG_INT_BASE_TYPE" => BodyShape.BigInt,
        "FREE_SPACE_TYPE" or "FILLER_TYPE" => BodyShape.Free,
        "BYTE_ARRAY_TYPE" or "TRUSTED_BYTE_ARRAY_TYPE" => BodyShape.Bytes,
        "FIXED_DOUBLE_ARRAY_TYPE" => BodyShape.Doubles,
        "PROPERTY_ARRAY_TYPE" => BodyShape.PropertyArray,
        "WEAK_ARRAY_LIST_TYPE" or "ARRAY_LIST_TYPE" => BodyShape.List,
        "BYTECODE_ARRAY_TYPE" => BodyShape.Bytecode,
        "INSTRUCTION_STREAM_TYPE" => BodyShape.Instructions,
        "DESCRIPTOR_ARRAY_TYPE" or "STRONG_DESCRIPTOR_ARRAY_TYPE" => BodyShape.Descriptors,
        "FEEDBACK_VECTOR_TYPE" => BodyShape.FeedbackVector,
        "FEEDBACK_METADATA_TYPE" or "PREPARSE_DATA_TYPE" or "COVERAGE_INFO_TYPE" => BodyShape.ScannedOpaque,
        "SCOPE_INFO_TYPE" or "SWISS_NAME_DICTIONARY_TYPE" => BodyShape.Scanned,
        _ when name.StartsWith("SMALL_ORDERED_", StringComparison.Ordinal) => BodyShape.Scanned,
        _ when HasArrayBody(name) => BodyShape.Array,
        _ => BodyShape.Fields,
    };

    /// <summary>What V8's snapshot generator makes of it.</summary>
    public static ObjectRole RoleOf(string name) => FindReceiver(name) ?? FindKnown(name) ?? Remaining(name);

    private static ObjectRole? FindReceiver(string name) => name switch
    {
        "JS_PROXY_TYPE" => ObjectRole.Internal,
        "JS_FUNCTION_TYPE" or "JS_WRAPPED_FUNCTION_TYPE" => ObjectRole.Function,
        "JS_BOUND_FUNCTION_TYPE" => ObjectRole.BoundFunction,
        "JS_REG_EXP_TYPE" => ObjectRole.RegExp,
        "JS_ARRAY_TYPE" => ObjectRole.JsArray,
        "JS_ARRAY_BUFFER_TYPE" => ObjectRole.ArrayBuffer,
        "JS_TYPED_ARRAY_TYPE" or "JS_DATA_VIEW_TYPE" or "JS_RAB_GSAB_DATA_VIEW_TYPE" => ObjectRole.ArrayBufferView,
        "JS_MAP_TYPE" or "JS_SET_TYPE" or "JS_WEAK_MAP_TYPE" or "JS_WEAK_SET_TYPE" => ObjectRole.Collection,
        "JS_PROMISE_TYPE" => ObjectRole.Promise,
        "JS_GENERATOR_OBJECT_TYPE" or "JS_ASYNC_FUNCTION_OBJECT_TYPE" or "JS_ASYNC_GENERATOR_OBJECT_TYPE" => ObjectRole.Generator,
        "JS_WEAK_REF_TYPE" => ObjectRole.WeakRef,
        "JS_GLOBAL_OBJECT_TYPE" => ObjectRole.GlobalObject,
        "JS_GLOBAL_PROXY_TYPE" => ObjectRole.GlobalProxy,
        _ when name.EndsWith("_CONSTRUCTOR_TYPE", StringComparison.Ordinal) => ObjectRole.Function,
        _ when name.StartsWith("JS_", StringComparison.Ordinal) => ObjectRole.Object,
        _ when name.EndsWith("_PROTOTYPE_TYPE", StringComparison.Ordinal) => ObjectRole.Object,
        _ when name.StartsWith("WASM_", StringComparison.Ordinal) && name.EndsWith("_OBJECT_TYPE", StringComparison.Ordinal)
            && !name.Contains("CONTINUATION", StringComparison.Ordinal) && !name.Contains("SUSPENDER", StringComparison.Ordinal)
            => ObjectRole.Object,
        _ => null,
    };

    private static ObjectRole? FindKnown(string name) => name switch
    {
        "SYMBOL_TYPE" => ObjectRole.Symbol,
        "HEAP_NUMBER_TYPE" => ObjectRole.Number,
        "BIG_INT_BASE_TYPE" => ObjectRole.BigInt,
        "ODDBALL_TYPE" or "HOLE_TYPE" => ObjectRole.Oddball,
        "MAP_TYPE" => ObjectRole.Map,
        "PROPERTY_ARRAY_TYPE" => ObjectRole.PropertyArray,
        "EPHEMERON_HASH_TABLE_TYPE" => ObjectRole.EphemeronTable,
        "NATIVE_CONTEXT_TYPE" => ObjectRole.NativeContext,
        "SHARED_FUNCTION_INFO_TYPE" => ObjectRole.SharedFunctionInfo,
        "SCRIPT_TYPE" => ObjectRole.Script,
        "SCOPE_INFO_TYPE" => ObjectRole.ScopeInfo,
        "FEEDBACK_CELL_TYPE" => ObjectRole.FeedbackCell,
        "ACCESSOR_PAIR_TYPE" => ObjectRole.AccessorPair,
        "PROPERTY_CELL_TYPE" => ObjectRole.PropertyCell,
        "CELL_TYPE" => ObjectRole.Cell,
        "DESCRIPTOR_ARRAY_TYPE" or "STRONG_DESCRIPTOR_ARRAY_TYPE" => ObjectRole.DescriptorArray,
        "WEAK_CELL_TYPE" => ObjectRole.WeakCell,
        "ALLOCATION_SITE_TYPE" => ObjectRole.AllocationSite,
        "BYTECODE_ARRAY_TYPE" => ObjectRole.BytecodeArray,
        "TRANSITION_ARRAY_TYPE" or "PROTOTYPE_INFO_TYPE" or "ENUM_CACHE_TYPE" => ObjectRole.ObjectShape,
        "WEAK_FIXED_ARRAY_TYPE" or "WEAK_ARRAY_LIST_TYPE" => ObjectRole.WeakArray,
        _ when name.EndsWith("_CONTEXT_TYPE", StringComparison.Ordinal) => ObjectRole.Context,
        _ when IsCode(name) => ObjectRole.Code,
        _ => null,
    };

    private static ObjectRole Remaining(string name) => HasArrayBody(name)
        || name is "FIXED_DOUBLE_ARRAY_TYPE" or "BYTE_ARRAY_TYPE" ? ObjectRole.Array : ObjectRole.Internal;

    private static bool IsCode(string name) => name is "ARRAY_BOILERPLATE_DESCRIPTION_TYPE" or "BYTECODE_WRAPPER_TYPE"
        or "CLOSURE_FEEDBACK_CELL_ARRAY_TYPE" or "CODE_TYPE" or "CODE_DATA_CONTAINER_TYPE" or "CODE_WRAPPER_TYPE"
        or "FEEDBACK_METADATA_TYPE" or "FEEDBACK_VECTOR_TYPE" or "INSTRUCTION_STREAM_TYPE" or "INTERPRETER_DATA_TYPE"
        or "LOAD_HANDLER_TYPE" or "STORE_HANDLER_TYPE" or "OBJECT_BOILERPLATE_DESCRIPTION_TYPE" or "PREPARSE_DATA_TYPE"
        or "REG_EXP_BOILERPLATE_DESCRIPTION_TYPE" or "TEMPLATE_OBJECT_DESCRIPTION_TYPE" or "TRUSTED_BYTE_ARRAY_TYPE"
        || name.StartsWith("UNCOMPILED_DATA_", StringComparison.Ordinal)
        || name.StartsWith("TURBO", StringComparison.Ordinal);

    private static bool HasArrayBody(string name) =>
        name is "FIXED_ARRAY_TYPE" or "WEAK_FIXED_ARRAY_TYPE" or "TRUSTED_FIXED_ARRAY_TYPE" or "TRUSTED_WEAK_FIXED_ARRAY_TYPE"
            or "PROTECTED_FIXED_ARRAY_TYPE" or "PROTECTED_WEAK_FIXED_ARRAY_TYPE" or "EMBEDDER_DATA_ARRAY_TYPE" or "TRANSITION_ARRAY_TYPE"
            or "CLOSURE_FEEDBACK_CELL_ARRAY_TYPE" or "SCRIPT_CONTEXT_TABLE_TYPE" or "OBJECT_BOILERPLATE_DESCRIPTION_TYPE"
            or "SLOPPY_ARGUMENTS_ELEMENTS_TYPE" or "REGISTERED_SYMBOL_TABLE_TYPE" or "REG_EXP_MATCH_INFO_TYPE"
        || name.EndsWith("HASH_TABLE_TYPE", StringComparison.Ordinal)
        || name.EndsWith("DICTIONARY_TYPE", StringComparison.Ordinal)
        || name.StartsWith("ORDERED_HASH_", StringComparison.Ordinal)
        || name.EndsWith("_CONTEXT_TYPE", StringComparison.Ordinal);
}
