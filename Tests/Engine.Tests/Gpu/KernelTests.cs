// Kernels: reflection, dispatch, and what is refused.
namespace Engine.Tests;

public sealed class KernelTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    private readonly record struct Push(uint Count, float A, float B);

    [Test]
    public void Dispatch_computes_every_element_of_an_uneven_count()
    {
        const int N = 1003;
        float[] input = [.. Enumerable.Range(0, N).Select(i => (float)i)];
        using GpuBuffer x = Gpu.Buffer<float>(N, "x"), y = Gpu.Buffer<float>(N, "y");
        var scale = Gpu.Kernel("Test/scale", (0, 64));
        Gpu.Run(c =>
        {
            c.Upload<float>(x, input);
            c.Barrier();
            c.Dispatch(scale, (N, 1, 1), new Push(N, 2, 1), x, y);
        });
        Assert.That(Gpu.Download<float>(y), Is.EqualTo(input.Select(v => (2 * v) + 1)));
    }

    [Test]
    public void Kernel_reflects_bindings_push_constants_and_specialized_local_size()
    {
        var kernel = Gpu.Kernel("Test/scale", (0, 32));
        Assert.Multiple(() =>
        {
            Assert.That(kernel.LocalSize, Is.EqualTo((32u, 1u, 1u)));
            Assert.That(kernel.PushBytes, Is.EqualTo(12));
            Assert.That(kernel.Bindings, Is.EqualTo([
                new KernelBinding(0, BindingKind.StorageBuffer, Access.Read, 4), new KernelBinding(1, BindingKind.StorageBuffer, Access.Write, 4),
            ]));
            Assert.That(Gpu.Kernel("Test/count").Bindings,
                Is.EqualTo([new KernelBinding(0, BindingKind.StorageBuffer, Access.ReadWrite, 4)]));
            Assert.That(Gpu.Kernel("Test/count").LocalSize, Is.EqualTo((64u, 1u, 1u)));
        });
    }

    [TestCase(0, 7f)]
    [TestCase(1, 45f)]
    [TestCase(2, 5f)]
    [TestCase(3, 5f)]
    [TestCase(null, 45f)]
    public void Switch_over_a_constant_takes_its_case(int? kind, float expected)
    {
        using var x = Gpu.Buffer<float>(64, "x");
        var kernel = kind is { } k ? Gpu.Kernel("Test/kinds", (3, (uint)k)) : Gpu.Kernel("Test/kinds");
        Gpu.Run(c =>
        {
            c.Upload<float>(x, Enumerable.Repeat(5f, 64).ToArray());
            c.Barrier();
            c.Dispatch(kernel, (64, 1, 1), x);
        });
        Assert.That(Gpu.Download<float>(x), Is.All.EqualTo(expected));
    }

    [Test]
    public void Kernel_of_the_same_path_and_constants_is_the_same_object()
    {
        var first = Gpu.Kernel("Test/scale", (0, 64));
        Assert.That(Gpu.Kernel("Test/scale", (0, 64u)), Is.SameAs(first));
        Assert.That(first, Is.Not.SameAs(Gpu.Kernel("Test/scale", (0, 64), (1, 1))));
    }

    [Test]
    public void Dispatch_refuses_wrong_push_size_binding_count_kind_and_alignment()
    {
        using GpuBuffer x = Gpu.Buffer<float>(64, "x"), y = Gpu.Buffer<float>(64, "y");
        var scale = Gpu.Kernel("Test/scale", (0, 64));
        Gpu.Run(c => Assert.Multiple(() =>
        {
            Assert.That(() => c.Dispatch(scale, (64, 1, 1), 64u, x, y),
                Throws.ArgumentException.With.Message.Contains("takes 12 bytes of push constants, 4 were passed"));
            Assert.That(() => c.Dispatch(scale, (64, 1, 1), new Push(64, 1, 1), x),
                Throws.ArgumentException.With.Message.Contains("has 2 bindings").And.Message.Contains("1 were passed"));
            Assert.That(() => c.Dispatch(scale, (64, 1, 1), new Push(64, 1, 1), x, new Binding(y, 4, 16)),
                Throws.ArgumentException.With.Message.Contains("no multiple of"));
            Assert.That(() => c.Dispatch(scale, (-1, 1, 1), new Push(64, 1, 1), x, y), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => c.DispatchGroups(scale, (1, 1, 70000000), (0, 0, 0), new byte[12], [x, y]),
                Throws.ArgumentException.With.Message.Contains("workgroups"));
            Assert.That(() => c.Upload<float>(x, new float[65]), Throws.ArgumentException.With.Message.Contains("do not fit"));
        }));
        Assert.That(() => Gpu.Kernel("Test/scale", (7, 1)), Throws.ArgumentException.With.Message.Contains("no constant_id 7; it has 0, 1"));
        Assert.That(() => new Binding(x, 0, 1000), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("buffer 'x'"));
    }

    [Test]
    public void Dispatch_from_a_first_group_covers_only_its_part()
    {
        using var x = Gpu.Buffer<uint>(256, "x");
        var count = Gpu.Kernel("Test/count");
        var push = BitConverter.GetBytes(256u);
        Gpu.Run(c =>
        {
            c.Fill(x, 5);
            c.Barrier();
            c.DispatchGroups(count, (2, 1, 1), (1, 0, 0), push, [x]);
        });
        Assert.That(Gpu.Download<uint>(x), Is.EqualTo(Enumerable.Range(0, 256).Select(i => i is >= 64 and < 192 ? 6u : 5u)));
    }

    [Test]
    public void Many_dispatches_fit_into_one_submission_and_are_ordered_by_barriers()
    {
        using var x = Gpu.Buffer<uint>(64, "x");
        var count = Gpu.Kernel("Test/count");
        for (var round = 0; round < 2; round++)             // the second round reuses the descriptor pools
        {
            Gpu.Run(c =>
            {
                c.Fill(x, 0);
                for (var i = 0; i < 1000; i++)
                {
                    c.Barrier();
                    c.Dispatch(count, (64, 1, 1), 64u, x);
                }
            });
        }
        Assert.That(Gpu.Download<uint>(x), Is.All.EqualTo(1000));
    }

    [Test]
    public void Threads_compile_record_and_submit_at_once()
    {
        _ = Gpu;
        Parallel.For(0, 16, i =>
        {
            using var x = Gpu.Buffer<uint>(100, $"thread {i}");
            var count = Gpu.Kernel("Test/count");
            Gpu.Run(c => c.Fill(x, (uint)i));
            using var recording = Gpu.Record($"thread {i}", c => c.Dispatch(count, (100, 1, 1), 100u, x));
            for (var k = 0; k < 10; k++)
                Gpu.Run(c => c.Execute(recording));
            Assert.That(Gpu.Download<uint>(x), Is.All.EqualTo(i + 10));
        });
    }

    [Test]
    public void Shader_that_asks_for_what_the_device_lacks_is_told_so() =>
        Assert.That(() => Gpu.Kernel("Test/double"), Throws.InstanceOf<GpuException>().With.Message.Contains("Test/double needs 64-bit floats"));

    [Test]
    public void Disposed_buffer_is_refused()
    {
        var x = Gpu.Buffer<uint>(64, "gone");
        x.Dispose();
        var count = Gpu.Kernel("Test/count");
        Gpu.Run(c => Assert.That(() => c.Dispatch(count, (64, 1, 1), 64u, x), Throws.InstanceOf<ObjectDisposedException>()));
    }
}
