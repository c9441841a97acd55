namespace Heapwise.Outside.Roots;

/// <summary>Where V8 keeps references that make objects live.</summary>
internal enum RootKind
{
    /// <summary>In the isolate itself: V8's root table and caches.</summary>
    Isolate,

    /// <summary>Local handles of C++ code that runs.</summary>
    HandleScope,

    /// <summary>Persistent handles of C++ code.</summary>
    GlobalHandle,

    /// <summary>Persistent handles that keep nothing alive.</summary>
    WeakGlobalHandle,

    /// <summary>Handles that are never given back.</summary>
    EternalHandle,

    /// <summary>Words on the main thread's stack that look like objects.</summary>
    Stack,
}
