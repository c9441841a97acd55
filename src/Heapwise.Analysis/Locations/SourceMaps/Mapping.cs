namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>
/// A mapping's original, and the generated column where it begins. Numbers count from 0; <see cref="Source"/> and <see cref="Name"/> are -1
/// if there is none.
/// </summary>
internal readonly record struct Mapping(int Source, int Line, int Column, int Name, int GeneratedColumn);
