using Heapwise.Outside.Layouts;

namespace Heapwise.Outside.Objects;

/// <summary>What V8's map of an object says. One for each map that is met.</summary>
/// <param name="Index">Its number, in the order in which maps were met.</param>
/// <param name="Slot">The map itself.</param>
/// <param name="Type">The instance type.</param>
/// <param name="Shape">How the object is laid out.</param>
/// <param name="Role">What it is to a snapshot.</param>
/// <param name="Words">Words of the object; 0 if they differ.</param>
internal sealed record ObjectMap(int Index, uint Slot, int Type, BodyShape Shape, ObjectRole Role, int Words)
{
    public bool IsString => Shape == BodyShape.String;
}
