// Buffers: round trips, fills, copies, mapped memory, memory that cannot be had, disposal while in use.
namespace Engine.Tests;

public sealed class BufferTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    [Test]
    public void Upload_and_download_give_the_same_bytes([Values(1, 3, 1000, 3_000_000)] int count)
    {
        int[] data = [.. Enumerable.Range(7, count)];
        using var buffer = Gpu.Buffer<int>(count, "round trip");
        Gpu.Upload<int>(buffer, data);
        Assert.That(Gpu.Download<int>(buffer).AsSpan().SequenceEqual(data));
        using var other = Gpu.Buffer<int>(count, "staged");
        Gpu.Run(c => c.Upload<int>(other, data));
        Assert.That(Gpu.Download<int>(other).AsSpan().SequenceEqual(data));
    }

    [Test]
    public void Upload_and_download_through_staging_give_the_same_bytes()
    {
        int[] data = [.. Enumerable.Range(0, 20_000_000)];      // more than one staging piece of 32 MiB
        using var buffer = Gpu.Buffer<int>(data.Length, "staged");
        var unified = Gpu.TouchesDeviceMemory;
        try
        {
            Gpu.TouchesDeviceMemory = false;
            Gpu.Upload<int>(buffer, data);
            Assert.That(Gpu.Download<int>(buffer).AsSpan().SequenceEqual(data));
            Assert.That(Gpu.Download<int>(new Binding(buffer, 60_000_000, 8)), Is.EqualTo([15_000_000, 15_000_001]));
        }
        finally
        {
            Gpu.TouchesDeviceMemory = unified;
        }
    }

    [Test]
    public void Ranges_fill_copy_and_update_only_themselves()
    {
        using GpuBuffer a = Gpu.Buffer<uint>(64, "a"), b = Gpu.Buffer<uint>(64, "b");
        Gpu.Run(c =>
        {
            c.Fill(a, 1);
            c.Fill(b, 2);
            c.Barrier();
            c.Copy(new Binding(a, 0, 32), new Binding(b, 128, 64));
            c.Update(new Binding(b, 0, 8), [9, 0, 0, 0, 8, 0, 0, 0]);
        });
        var expected = new uint[64];
        Array.Fill(expected, 2u);
        (expected[0], expected[1]) = (9, 8);
        expected.AsSpan(32, 8).Fill(1);
        Assert.That(Gpu.Download<uint>(b), Is.EqualTo(expected));
        Assert.That(Gpu.Download<uint>(new Binding(b, 124, 8)), Is.EqualTo(new uint[] { 2, 1 }));
    }

    [Test]
    public void Mapped_memory_is_seen_by_the_device_and_back()
    {
        using GpuBuffer up = Gpu.Buffer<uint>(16, "up", GpuMemory.Upload), down = Gpu.Buffer<uint>(16, "down", GpuMemory.Readback),
            local = Gpu.Buffer<uint>(16, "local");
        up.Mapped.Fill(7);
        Gpu.Run(c => c.Copy(up, down));
        Assert.That(down.Mapped.ToArray(), Is.All.EqualTo(7));
        Assert.That(() => local.Mapped.Length, Throws.InvalidOperationException.With.Message.Contains("'local'"));
    }

    [Test]
    public void Memory_that_cannot_be_had_names_size_heap_and_remedy()
    {
        var e = Assert.Throws<GpuException>(() => Gpu.Buffer(1L << 46, "absurd"))!;
        Assert.That(e.Message, Does.Contain("65536.0 GiB").And.Contain("'absurd'").And.Contain("heap of").And.Contain("smaller batch"));
        Assert.That(e.Result, Is.EqualTo("ErrorOutOfDeviceMemory"));
        Assert.That(() => Gpu.Buffer(0, "empty"), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'empty'"));
    }

    [Test]
    public void Memory_is_reused_after_disposal()
    {
        long before = 0;
        for (var i = 0; i < 40; i++)
        {
            using GpuBuffer large = Gpu.Buffer(40 << 20, "large"), small = Gpu.Buffer(1 << 20, "small");
            Gpu.Run(c => c.Fill(new Binding(small, 0, 1024), 0));
            if (i == 2)
                before = Gpu.HeldBytes;
        }
        Gpu.WaitIdle();
        Assert.That(Gpu.HeldBytes, Is.LessThanOrEqualTo(before));
    }

    [Test]
    public void Buffer_disposed_while_commands_use_it_lives_until_they_finished()
    {
        using var result = Gpu.Buffer<uint>(1 << 20, "result");
        var source = Gpu.Buffer<uint>(1 << 20, "source");
        var commands = Gpu.Begin();
        commands.Fill(source, 42);
        commands.Barrier();
        commands.Copy(source, result);
        source.Dispose();                                           // recorded, not yet submitted
        using var usurper = Gpu.Buffer<uint>(1 << 20, "usurper");
        Gpu.Wait(Gpu.Submit(commands));
        Assert.That(Gpu.Download<uint>(result), Is.All.EqualTo(42));
    }

    [Test]
    public void Allocations_from_many_threads_do_not_overlap()
    {
        var buffers = new GpuBuffer[64];
        _ = Gpu;
        Parallel.For(0, buffers.Length, i =>
        {
            buffers[i] = Gpu.Buffer<int>(1000 + i, $"thread {i}", GpuMemory.Upload);
            buffers[i].Mapped.Fill((byte)i);
        });
        for (var i = 0; i < buffers.Length; i++)
        {
            Assert.That(buffers[i].Mapped.ToArray(), Is.All.EqualTo((byte)i));
            buffers[i].Dispose();
        }
    }
}
