namespace Heapwise.Outside.Layouts;

/// <summary>What an object is to a snapshot, which decides on its type, its name and the names of its edges.</summary>
internal enum ObjectRole : byte
{
    /// <summary>One of V8's own, of no further interest.</summary>
    Internal,
    String,
    Symbol,
    Number,
    BigInt,
    Oddball,
    Map,
    Array,
    PropertyArray,
    WeakArray,
    EphemeronTable,
    Code,
    ObjectShape,
    Context,
    NativeContext,
    SharedFunctionInfo,
    Script,
    ScopeInfo,
    FeedbackCell,
    AccessorPair,
    PropertyCell,
    Cell,
    DescriptorArray,
    WeakCell,
    AllocationSite,
    BytecodeArray,

    // Objects of the program, from here on.
    Object,
    GlobalObject,
    GlobalProxy,
    Function,
    BoundFunction,
    RegExp,
    JsArray,
    ArrayBuffer,
    ArrayBufferView,
    Collection,
    Promise,
    Generator,
    WeakRef,
}
