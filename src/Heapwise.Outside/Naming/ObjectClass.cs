namespace Heapwise.Outside.Naming;

/// <summary>The class of an object.</summary>
/// <param name="Name">The number of its name.</param>
/// <param name="Constructor">The function that the name is from; 0 if it is from none.</param>
internal sealed record ObjectClass(int Name, uint Constructor);
