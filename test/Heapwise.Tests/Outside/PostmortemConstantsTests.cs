using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class PostmortemConstantsTests
{
    [Theory]
    [InlineData("class_Map__prototype__HeapObject")]
    [InlineData("class_Map__prototype__Tagged_HeapObject_")]
    [InlineData("class_Map__prototype__Tagged_UnionOf_Smi_Map_")]
    public void A_field_is_found_whatever_its_type_is_called(string name) => Of((name, 24)).Field("Map.prototype").ShouldBe(24);

    [Fact]
    public void The_first_name_that_there_is_counts()
    {
        var old = Of(("class_SharedFunctionInfo__script_or_debug_info__HeapObject", 32));
        old.Field("SharedFunctionInfo.script", "SharedFunctionInfo.script_or_debug_info").ShouldBe(32);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var problem = Should.Throw<OutsideException>(() => Of().Field("Map.prototype", "Map.proto"));
        problem.Failure.ShouldBe(OutsideFailure.Unexpected);
        problem.Message.ShouldContain("Map.prototype and Map.proto");
        Should.Throw<OutsideException>(() => Of().Value("SmiTag")).Message.ShouldContain("SmiTag");
    }

    [Fact]
    public void Instance_types_have_their_names_in_capitals() =>
        Of(("type_JSMap__JS_MAP_TYPE", 2112), ("SmiTag", 0)).InstanceTypes.ShouldBe([("JS_MAP_TYPE", 2112)]);

    private static PostmortemConstants Of(params (string Name, int Value)[] constants) =>
        new(constants.Select(constant => KeyValuePair.Create(constant.Name, constant.Value)));
}
