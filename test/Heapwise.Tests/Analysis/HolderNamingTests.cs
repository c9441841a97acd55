using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class HolderNamingTests
{
    [Fact]
    public void A_variable_is_named_with_its_file()
    {
        var program = new TinyProgram();
        var cache = program.Heap.Object("Map");
        program.Scope.Context("cache", cache);

        Words(Name(program, cache)).ShouldBe("variable cache in server.js");
    }

    // Context --queue--> Object --head--> Node
    [Fact]
    public void Plain_objects_add_their_property()
    {
        var program = new TinyProgram();
        var (queue, head) = (program.Heap.Object("Object"), program.Heap.Object("Object"));
        program.Scope.Context("queue", queue);
        queue.Property("head", head);

        var name = Name(program, head);
        name.Name.ShouldBe("queue.head");
        name.Root.ShouldBe("queue");
    }

    // Module --exports--> Object --entries--> Array <--entries-- Context
    [Fact]
    public void A_variable_is_preferred_to_a_shorter_path_through_exports()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        var runtime = heap.Script(3, "node:internal/modules/cjs/loader");
        var (module, exports, entries) = (heap.Object("Module").At(3, 10, 1), heap.Object("Object"), heap.Object("Array"));
        _ = runtime.Function("Module", 10, 1);
        heap.Root.Shortcut("m", module);
        module.Property("filename", heap.String(TinyProgram.File)).Property("exports", exports);
        exports.Property("entries", entries);
        program.Scope.Context("entries", entries);

        Words(Name(program, entries)).ShouldBe("variable entries in server.js");
    }

    [Fact]
    public void Module_exports_are_named_after_the_file()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        _ = heap.Script(3, "node:internal/modules/cjs/loader").Function("Module", 10, 1);
        var (module, exports, log) = (heap.Object("Module").At(3, 10, 1), heap.Object("Object"), heap.Object("Array"));
        heap.Root.Shortcut("m", module);
        module.Property("filename", heap.String("/app/audit.js")).Property("exports", exports);
        exports.Property("log", log);

        Words(Name(program, log)).ShouldBe("module export log of audit.js");
    }

    [Fact]
    public void A_global_is_named()
    {
        var program = new TinyProgram();
        var log = program.Heap.Object("Array");
        program.Global.Property("auditLog", log);

        var name = Name(program, log);
        Words(name).ShouldBe("global auditLog");
        name.Kind.ShouldBe(HolderKind.Global);
    }

    // Node 26: root --shortcut--> NativeContext --global_object--> "global (global*) / "
    [Fact]
    public void A_global_of_Node_26_is_named()
    {
        var heap = new TinyHeap();
        var (context, global, log) = (heap.Hidden("system / NativeContext / "), heap.Object("global (global*) / "), heap.Object("Array"));
        heap.Root.Shortcut("2", context);
        context.Internal("global_object", global);
        global.Property("auditLog", log);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        Words(HolderNaming.FindName(paths, log)).ShouldBe("global auditLog");
    }

    [Fact]
    public void A_property_of_a_class_is_named_with_the_class()
    {
        var program = new TinyProgram();
        var (store, sessions) = (program.Heap.Object("SessionStore").At(7, 2, 13), program.Heap.Object("Map"));
        program.Scope.Context("store", store);
        store.Property("sessions", sessions);

        var name = Name(program, sessions);
        Words(name).ShouldBe("property sessions of SessionStore");
        name.Scope.File.ShouldBe(TinyProgram.File);
    }

    [Fact]
    public void A_static_property_is_named_with_the_class()
    {
        var program = new TinyProgram();
        var log = program.Heap.Object("Array");
        var audit = program.Script.Function("Audit", 3, 0).Property("log", log);
        program.Scope.Context("Audit", audit);

        Words(Name(program, log)).ShouldBe("static property log of Audit");
    }

    // Context --bus--> Bus --_events--> Object --data--> Array
    [Fact]
    public void Listeners_are_named_by_their_event_and_emitter()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        var (bus, events, listeners) = (heap.Object("Bus").At(7, 1, 0), heap.Object("Object"), heap.Object("Array"));
        program.Scope.Context("bus", bus);
        bus.Property("_events", events);
        events.Property("data", listeners);

        var name = Name(program, listeners);
        name.Listeners.ShouldNotBeNull().Event.ShouldBe("data");
        Words(name).ShouldBe("event data of variable bus in server.js");
    }

    // (Global handles) --> process --_events--> Object --SIGUSR2--> Array: no variable of the program
    [Fact]
    public void Listeners_of_an_emitter_without_a_name_are_named_by_its_class()
    {
        var heap = new TinyHeap();
        var (handles, process, events, listeners) = (
            heap.Synthetic("(Global handles)"), heap.Object("process"), heap.Object("Object"), heap.Object("Array"));
        heap.Root.Element(1, handles);
        handles.Internal("19", process);
        process.Property("_events", events);
        events.Property("SIGUSR2", listeners);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        Words(HolderNaming.FindName(paths, listeners)).ShouldBe("event SIGUSR2 of process");
    }

    // (root) --> stop (node_modules) --context--> Context --events--> EventEmitter --_events--> Object --stopping--> Array
    [Fact]
    public void Listeners_of_an_emitter_that_only_a_library_names_keep_their_event()
    {
        var heap = new TinyHeap();
        var library = heap.Script(8, "/app/node_modules/flows/index.js");
        var (scope, emitter, events, listeners) = (
            heap.Object("system / Context"), heap.Object("EventEmitter"), heap.Object("Object"), heap.Object("Array"));
        heap.Root.Shortcut("stop", library.Function("stop", 4, 0).Internal("context", scope));
        scope.Context("events", emitter.Property("_events", events.Property("stopping", listeners)));
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        Words(HolderNaming.FindName(paths, listeners)).ShouldBe("event stopping of EventEmitter");
    }

    // Server --_events--> Object --request--> app --context--> Context --store--> MemoryStore --sessions--> Object
    [Fact]
    public void Objects_retained_by_a_library_handler_are_not_named_after_the_emitter()
    {
        var heap = new TinyHeap();
        _ = heap.Script(2, "node:_http_server").Function("Server", 1, 0);
        var library = heap.Script(8, "/app/node_modules/session/index.js");
        var (server, events, scope) = (heap.Object("Server").At(2, 1, 0), heap.Object("Object"), heap.Object("system / Context"));
        var (store, sessions) = (heap.Object("MemoryStore").At(8, 4, 0), heap.Object("Object"));
        _ = library.Function("MemoryStore", 4, 0);
        heap.Root.Shortcut("server", server);
        server.Property("_events", events);
        events.Property("request", library.Function("app", 9, 0).Internal("context", scope));
        scope.Context("store", store);
        store.Property("sessions", sessions);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        var name = HolderNaming.FindName(paths, sessions);
        Words(name).ShouldBe("property sessions of MemoryStore");
        name.Listeners.ShouldBeNull();
    }

    // Context(cron) --> Object --getTask--> closure (node_modules) --context--> Context --tasks--> Map
    [Fact]
    public void Objects_retained_by_a_library_function_are_not_properties_of_the_function()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        var (cron, scope, tasks) = (heap.Object("Object"), heap.Object("system / Context"), heap.Object("Map"));
        program.Scope.Context("cron", cron);
        cron.Property("getTask", heap.Script(8, "/app/node_modules/cron/index.js").Function("getTask", 4, 0).Internal("context", scope));
        scope.Context("tasks", tasks);

        var name = Name(program, tasks);
        Words(name).ShouldBe("variable cron in server.js");
        name.Library.ShouldBe("cron");
    }

    // Context(app) --> Object --get router--> closure (node_modules) --context--> Context --router--> Object --stack--> Array
    [Fact]
    public void A_getter_is_named_like_a_property()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        var (app, scope, router, stack) = (
            heap.Object("Object"), heap.Object("system / Context"), heap.Object("Object"), heap.Object("Array"));
        program.Scope.Context("app", app);
        app.Property("get router", heap.Script(8, "/app/node_modules/web/index.js").Function("getrouter", 4, 0).Internal("context", scope));
        scope.Context("router", router);
        router.Property("stack", stack);

        Words(Name(program, stack)).ShouldBe("variable app.router.stack in server.js");
    }

    // Context(app) --> Object --m0..m29--> closures, --inventory--> Object --stock--> Map
    [Fact]
    public void A_field_of_an_object_with_many_methods_is_not_a_table_entry()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        var (app, inventory, stock) = (heap.Object("Object"), heap.Object("Inventory"), heap.Object("Map"));
        program.Scope.Context("app", app);
        for (var i = 0; i < 30; i++) app.Property("m" + i, heap.Closure("m" + i));
        app.Property("inventory", inventory);
        inventory.Property("stock", stock);

        Name(program, stock).Name.ShouldBe("app.inventory.stock");
    }

    // root --> app --stack--> Array --> Layer --> handler --context--> Context --app--> app
    [Fact]
    public void A_scope_that_lives_only_through_the_object_still_names_it()
    {
        var heap = new TinyHeap();
        _ = heap.Script(8, "/app/node_modules/express/index.js").Function("createApplication", 4, 0);
        var own = heap.Script(7, TinyProgram.File);
        var (app, stack, scope) = (heap.Object("App").At(8, 4, 0), heap.Object("Array"), heap.Object("system / Context"));
        heap.Root.Shortcut("server", app);
        app.Property("stack", stack);
        stack.Element(0, own.Function("handler", 2, 2).Internal("context", scope));
        scope.Context("app", app);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        var name = HolderNaming.FindName(paths, stack);
        Words(name).ShouldBe("variable app.stack in server.js");
        name.Path.Hops.Select(hop => hop.Node)
            .ShouldBe([snapshot.Graph.Root, app, stack], "the path is what holds it, not the way to the name");
    }

    // SourceTextModule --> array [name, Cell] and the cell holds the value
    [Fact]
    public void A_binding_of_an_ES_module_is_named_by_the_entry_next_to_its_cell()
    {
        var heap = new TinyHeap();
        var script = heap.Script(9, "file:///app/store.mjs");
        var (module, table, cell, value) = (
            heap.Hidden("system / SourceTextModule"), heap.Array(""), heap.Hidden("system / Cell"), heap.Object("Array"));
        var body = heap.Object("Generator").At(9, 0, 0);
        _ = script.Function("", 0, 0);
        heap.Root.Shortcut("m", module);
        module.Hidden(0, table).Hidden(4, body);
        table.Internal("5", heap.String("remembered")).Internal("6", cell);
        cell.Internal("value", value);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        var name = HolderNaming.FindName(paths, value);
        Words(name).ShouldBe("variable remembered in store.mjs");
    }

    // Context(app) --cache--> LRU (node_modules) --map--> Map
    [Fact]
    public void The_programs_own_name_is_found_above_a_library()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        _ = heap.Script(8, "/app/node_modules/lru/index.js").Function("LRU", 4, 0);
        var (lru, map) = (heap.Object("LRU").At(8, 4, 0), heap.Object("Map"));
        program.Scope.Context("cache", lru);
        lru.Property("map", map);

        var name = Name(program, map);
        name.Name.ShouldBe("cache.map");
        name.Library.ShouldBe("lru");
        name.Scope.File.ShouldBe(TinyProgram.File);
    }

    // Context(logger) --> Logger (winston) --state--> State (stream) --pipes--> Array
    [Fact]
    public void The_library_that_the_program_uses_directly_is_named()
    {
        var program = new TinyProgram();
        var heap = program.Heap;
        _ = heap.Script(8, "/app/node_modules/winston/index.js").Function("Logger", 4, 0);
        _ = heap.Script(9, "/app/node_modules/stream/index.js").Function("State", 4, 0);
        var (logger, state, pipes) = (heap.Object("Logger").At(8, 4, 0), heap.Object("State").At(9, 4, 0), heap.Object("Array"));
        program.Scope.Context("logger", logger);
        logger.Property("state", state);
        state.Property("pipes", pipes);

        Name(program, pipes).Library.ShouldBe("winston");
    }

    // root --> Context(node:timers) --timerListMap--> Object --[60000]--> TimersList
    [Fact]
    public void A_name_of_the_runtime_is_used_where_the_program_has_none()
    {
        var heap = new TinyHeap();
        var (scope, map, list) = (heap.Object("system / Context"), heap.Object("Object"), heap.Object("TimersList"));
        var function = heap.Script(2, "node:timers").Function("setTimeout", 1, 1).Internal("context", scope);
        heap.Root.Shortcut("f", function);
        scope.Context("timerListMap", map);
        map.Element(60000, list);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        var name = HolderNaming.FindName(paths, list);
        Words(name).ShouldBe("variable timerListMap[] in node:timers");
    }

    [Fact]
    public void An_object_without_a_name_is_anonymous()
    {
        var heap = new TinyHeap();
        var (roots, thing) = (heap.Synthetic("(Global handles)"), heap.Object("Thing"));
        heap.Root.Element(1, roots);
        roots.Internal("4", thing);
        using var snapshot = heap.Open();
        using var paths = RootPaths.Compute(snapshot);

        HolderNaming.FindName(paths, thing).Kind.ShouldBe(HolderKind.None);
    }

    [Theory]
    [InlineData("/app/server.js", CodeOwner.Application)]
    [InlineData("file:///app/server.mjs", CodeOwner.Application)]
    [InlineData("node:internal/timers", CodeOwner.Runtime)]
    [InlineData("events.js", CodeOwner.Runtime)]
    [InlineData("/app/node_modules/@scope/pkg/lib/a.js", CodeOwner.Library)]
    [InlineData("C:\\app\\node_modules\\lru\\index.js", CodeOwner.Library)]
    public void Scripts_are_classified_by_their_name(string path, CodeOwner expected) => CodeOrigin.OwnerOf(path).ShouldBe(expected);

    [Theory]
    [InlineData("/a/node_modules/x/node_modules/@s/y/z.js", "@s/y")]
    [InlineData("/a/node_modules/x/z.js", "x")]
    [InlineData("/a/b.js", null)]
    public void The_library_is_the_innermost_package(string path, string? expected) => CodeOrigin.FindLibrary(path).ShouldBe(expected);

    private static string Words(HolderName name) => ReportLanguages.English.NameOf(name);

    private static HolderName Name(TinyProgram program, TinyNode node)
    {
        using var snapshot = program.Heap.Open();
        using var paths = RootPaths.Compute(snapshot);
        return HolderNaming.FindName(paths, node);
    }
}
