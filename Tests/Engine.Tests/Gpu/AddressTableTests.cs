// Rows of addresses for kernels that reach any number of buffers.
using System.Runtime.InteropServices;

namespace Engine.Tests;

public sealed class AddressTableTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    [Test]
    public void Rows_hold_addresses_and_words()
    {
        using var table = new AddressTable(Gpu, "test");
        using GpuBuffer a = Gpu.Buffer<float>(64), b = Gpu.Buffer<float>(64);
        var rows = table.Table([a, b, new Binding(a, 128, 64), b], 2, [1, 2, 3, 4]);
        var bytes = rows.Buffer!.Mapped;
        var addresses = MemoryMarshal.Cast<byte, ulong>(bytes);
        Assert.That(rows.Bytes, Is.GreaterThanOrEqualTo(48));
        Assert.That(addresses[3], Is.EqualTo(addresses[0] + 128), "the third range is a part of the first");
        Assert.That(addresses[4], Is.EqualTo(addresses[1]));
        Assert.That((addresses[2], addresses[5]), Is.EqualTo((1 + (2ul << 32), 3 + (4ul << 32))));
        Assert.That(table.Table([a, b, new Binding(a, 128, 64), b], 2, [1, 2, 3, 4]).Buffer, Is.SameAs(rows.Buffer), "equal tables are one");
        Assert.That(table.Table([a, b], 2, []).Buffer, Is.Not.SameAs(rows.Buffer));
    }

    [Test]
    public void Rows_that_are_no_whole_addresses_are_refused()
    {
        using var table = new AddressTable(Gpu, "test");
        using var a = Gpu.Buffer<float>(64);
        var error = Assert.Throws<ArgumentException>(() => table.Table([a, a], 2, [1]));
        Assert.That(error!.Message, Does.Contain("2 ranges in 2 columns and 1 words"));
    }
}
