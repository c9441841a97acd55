using Heapwise.Outside.Layouts;

namespace Heapwise.Outside.Marking;

/// <summary>Fields that keep nothing alive although the pointers in them look strong: the collector knows them by their place.</summary>
internal static class WeakFields
{
    public static bool IsWeak(ObjectRole role, int offset) => role switch
    {
        ObjectRole.WeakCell => offset is HeapLayout.WeakCellTarget or HeapLayout.WeakCellToken,
        ObjectRole.WeakRef => offset == HeapLayout.WeakRefTarget,
        ObjectRole.AllocationSite => offset == HeapLayout.AllocationSiteNext,
        _ => false,
    };

    /// <summary>Whether objects of the role have such fields at all.</summary>
    public static bool HasWeak(ObjectRole role) => role is ObjectRole.WeakCell or ObjectRole.WeakRef or ObjectRole.AllocationSite;
}
