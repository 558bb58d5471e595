// Positive controls: without these, "no validation message" could mean that nobody listens.
namespace Engine.Tests;

public sealed class ValidationTests
{
    private static GpuOptions Options => new() { Validation = true, ShaderFolder = GpuFixture.ShaderFolders };

    private readonly record struct Push(uint Count, float A, float B);

    [Test]
    public void Missing_barrier_between_kernels_is_reported()
    {
        using var gpu = Gpu.Open(Options);
        using GpuBuffer x = gpu.Buffer<float>(64, "x"), y = gpu.Buffer<float>(64, "y"), z = gpu.Buffer<float>(64, "z");
        var scale = gpu.Kernel("Test/scale", (0, 64));
        var push = new Push(64, 1, 0);
        gpu.Run(c =>
        {
            c.Dispatch(scale, (64, 1, 1), push, x, y);
            c.Dispatch(scale, (64, 1, 1), push, y, z);
        });
        Assert.That(gpu.ValidationMessages, Has.Some.Contains("SYNC-HAZARD"));
    }

    [Test]
    public void Messages_name_the_object_and_the_shader_by_its_debug_name()
    {
        using var gpu = Gpu.Open(Options);
        var x = gpu.Buffer<float>(64, "the culprit");
        Assert.That(gpu.LiveObjects, Is.EqualTo(1));
        Assert.That(gpu.DescribeLiveObjects(), Is.EqualTo("buffer 'the culprit'"));
        using var y = gpu.Buffer<float>(64, "y");
        gpu.Run(c =>
        {
            c.Fill(x, 1);
            c.Copy(x, y);
        });
        Assert.That(gpu.ValidationMessages, Has.Some.Contains("SYNC-HAZARD").And.Some.Contains("the culprit"));
        x.Dispose();
        Assert.That(gpu.LiveObjects, Is.EqualTo(1));
    }
}
