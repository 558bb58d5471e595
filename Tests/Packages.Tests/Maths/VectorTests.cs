// The vectors that windows speak in: fields, operators per component, equality.
using System.Numerics;
using Silk.NET.Maths;

namespace Packages.Tests;

public class VectorTests
{
    [Test]
    public void Components_are_fields_and_operators_work_on_each()
    {
        var a = new Vector2D<int>(7, -4);
        var b = new Vector2D<int>(2, 3);
        Assert.That(typeof(Vector2D<int>).GetField("X"), Is.Not.Null);
        Assert.That(a + b, Is.EqualTo(new Vector2D<int>(9, -1)));
        Assert.That(a - b, Is.EqualTo(new Vector2D<int>(5, -7)));
        Assert.That(a * b, Is.EqualTo(new Vector2D<int>(14, -12)));
        Assert.That(a / b, Is.EqualTo(new Vector2D<int>(3, -1)));
        Assert.That(a * 2, Is.EqualTo(new Vector2D<int>(14, -8)));
        Assert.That(a == new Vector2D<int>(7, -4) && a != b, Is.True);
        Assert.That(new Vector2D<int>(5), Is.EqualTo(new Vector2D<int>(5, 5)));
    }

    [Test]
    public void Every_supported_number_type_computes()
    {
        Assert.That((new Vector2D<float>(1, 2) / 4).Y, Is.EqualTo(0.5f));
        Assert.That((new Vector2D<double>(1, 2) * 0.25).X, Is.EqualTo(0.25));
        Assert.That((new Vector2D<long>(1L << 40, 2) + new Vector2D<long>(1)).X, Is.EqualTo((1L << 40) + 1));
        Assert.That((new Vector2D<uint>(3, 2) - new Vector2D<uint>(1)).X, Is.EqualTo(2u));
        Assert.That(() => new Vector2D<byte>(1) + new Vector2D<byte>(1), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Byte"));
        Assert.That((Vector2)new Vector2D<float>(1.5f, 2), Is.EqualTo(new Vector2(1.5f, 2)));
        Assert.That((Vector2)new Vector2D<int>(3, 2), Is.EqualTo(new Vector2(3, 2)));
    }

    [Test]
    public void Vector4D_and_Rectangle_compare_by_value()
    {
        var four = new Vector4D<int>(1, 2, 3, 4);
        Assert.That(four + four - four, Is.EqualTo(four));
        Assert.That((four * four) / four, Is.EqualTo(four));
        Assert.That(four, Is.Not.EqualTo(new Vector4D<int>(1, 2, 3, 5)));
        Assert.That(new Rectangle<int>(1, 2, 3, 4), Is.EqualTo(new Rectangle<int>(new(1, 2), new(3, 4))));
        Assert.That(new Rectangle<int>(1, 2, 3, 4) == new Rectangle<int>(1, 2, 3, 5), Is.False);
    }
}
