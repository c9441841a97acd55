using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// Whether a process is worth rounds of its own: two rounds of load without a snapshot. A process that only passes things on has the same
/// floor after both.
/// </summary>
internal static class GrowthCheck
{
    public static async Task<bool> GrowsAsync(NodeTarget target, ILoad load, DiagnosisOptions options, CancellationToken cancellation)
    {
        var before = await FloorAfterRoundAsync(1);
        var after = await FloorAfterRoundAsync(2);
        return IsMore(Measure.HeapUsed) || IsMore(Measure.External)
            || after.GetValueOrDefault(Measure.FileDescriptors) > before.GetValueOrDefault(Measure.FileDescriptors);

        bool IsMore(Measure measure) => after[measure] > before[measure] && !Settling.Agree(before[measure], after[measure]);

        async Task<IReadOnlyDictionary<Measure, long>> FloorAfterRoundAsync(int round)
        {
            await TargetWatch.WhileAliveAsync(target, token => load.RunRoundAsync(round, null, token), cancellation);
            return (await Settling.WaitAsync(target, options.SettleTimeout, options.Time, cancellation)).Measures;
        }
    }
}
