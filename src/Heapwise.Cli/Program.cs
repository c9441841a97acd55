using Heapwise.Cli;
using Heapwise.Cli.Shell;

using var signals = new StopSignals(TimeProvider.System);
return await HeapwiseApp.RunAsync(args, Terminal.OfProcess(signals), signals.Stop);
