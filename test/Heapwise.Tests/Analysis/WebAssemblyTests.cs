using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>A WebAssembly memory that grows is one finding, with what a library keeps next to it.</summary>
public sealed class WebAssemblyTests
{
    private const string Source = """
        const sqlite = require('sqlite');
        let SQL;
        sqlite().then((made) => { SQL = made; });
        function count(image) {
          return new SQL.Database(image).count();
        }
        """;

    [Fact]
    public void The_memory_and_the_tables_of_its_library_are_one_finding_at_the_call()
    {
        var finding = TinyProgram.FindLeak(rounds => Database(rounds), Source);

        finding.Pattern.ShouldBe("external-memory");
        finding.Title.ShouldBe("The WebAssembly memory of sqlite only ever grows");
        finding.Explanation.ShouldContain("of WebAssembly memory that is not released");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(5);
    }

    // Without objects of the heap, how sure it is follows from the sizes.
    [Fact]
    public void A_memory_alone_is_located_where_the_program_makes_it_grow()
    {
        var finding = TinyProgram.FindLeak(
            rounds => Memory(new TinyProgram(), rounds, program => program.Scope),
            source: "const memory = new WebAssembly.Memory({ initial: 1 });\nfunction allocate() {\n  return memory.grow(1);\n}");

        finding.Title.ShouldBe("WebAssembly memory only ever grows");
        finding.Holder.Name.ShouldBe("memory");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    // Context --SQL--> Sqlite (node_modules) --memory--> Memory; Sqlite --files--> Array --[i]--> Database
    private static TinyProgram Database(int rounds)
    {
        var program = new TinyProgram();
        _ = program.Heap.Script(8, "/app/node_modules/sqlite/index.js").Function("Sqlite", 4, 0);
        var (sqlite, files) = (program.Heap.Object("Sqlite", 32).At(8, 4, 0), program.Heap.Object("Array", 16));
        program.Scope.Context("SQL", sqlite);
        sqlite.Property("files", files);
        return Memory(program, rounds, _ => sqlite, () => files);
    }

    // holder --memory--> Memory --N--> ArrayBuffer --backing_store--> data; the buffer is a new one each time
    private static TinyProgram Memory(TinyProgram program, int rounds, Func<TinyProgram, TinyNode> holder, Func<TinyNode>? files = null)
    {
        var heap = program.Heap;
        var memory = heap.Object("Memory", 48);
        var owner = holder(program);
        if (owner == program.Scope) owner.Context("memory", memory);
        else owner.Property("memory", memory);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            if (files is not null) files().Element(i, heap.Object("Database", 40));
        }

        var data = heap.Node("native", "system / JSArrayBufferData", 1_000_000 + (400_000 * rounds), 800_002);
        memory.Hidden(2, heap.Node("object", "ArrayBuffer", 96, 700_001 + (2 * rounds)).Internal("backing_store", data));
        return program;
    }
}
