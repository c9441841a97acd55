using System.Runtime.InteropServices;
using Heapwise.Cli;
using Heapwise.Cli.Shell;

// The first Ctrl-C asks for an orderly end (files whole, target running); a second one ends the process.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await HeapwiseApp.RunAsync(args, Terminal.OfProcess(), stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
