// How long work on a device, such as compiling a net, is given up between two of its steps.
namespace Engine;

public sealed partial class Gpu
{
    /// <summary>
    /// Once it is cancelled, the next pipeline that would be compiled and the next <see cref="Run"/> throw OperationCanceledException instead: what
    /// takes seconds as a whole ends within one of its steps. Frames, which compile nothing, do not ask.
    /// </summary>
    public CancellationToken Stopping { get; set; }
}
