// Npy files: round trips, NumPy's own, and damaged ones.
namespace CnnCompute.Tests;

public sealed class NpyTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("npy").FullName, "a.npy");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Test]
    public void Save_and_Load_keep_shape_and_bits()
    {
        foreach (var shape in new[] { Shape.Scalar, new Shape(6), new Shape(1, 2, 3), new Shape(3, 1, 2, 1) })
        {
            float[] values = [.. Enumerable.Range(0, (int)shape.Count).Select(i => i - 0.25f)];
            Npy.Save(path, shape, values);
            Assert.That(Npy.Load(path).Shape, Is.EqualTo(shape));
            Assert.That(Npy.Load(path).Values, Is.EqualTo(values));
            long[] integers = [.. values.Select(v => (long)v + int.MaxValue)];
            Npy.Save(path, shape, integers);
            Assert.That(Npy.LoadIntegers(path), Is.EqualTo((shape, integers)));
            Assert.That(new FileInfo(path).Length, Is.EqualTo(128 + (8 * shape.Count)));
        }
    }

    [Test]
    public void Load_reads_what_NumPy_wrote()
    {
        var file = Shared.File("reference/squeezenet1.1_chelsea/fire2.npy");
        var fire2 = Npy.Load(file);
        Assert.That(fire2.Shape, Is.EqualTo(new Shape(1, 128, 55, 55)));
        Assert.That(fire2.Values.Average(v => (double)v), Is.EqualTo(0.838914).Within(1e-5));
        Assert.That((fire2.Values.Min(), fire2.Values.Max()), Is.EqualTo((0f, 14.8831f)).Within(1e-4));
    }

    [Test]
    public void Load_reads_every_number_type()
    {
        (string Type, byte[] Bytes, double[] Values)[] cases =
        [
            ("<f2", [.. new[] { (Half)0.5, (Half)(-3) }.SelectMany(BitConverter.GetBytes)], [0.5, -3]),
            ("<f8", [.. new[] { 0.25, 1e30 }.SelectMany(BitConverter.GetBytes)], [0.25, 1e30]),
            ("|b1", [0, 1], [0, 1]), ("|i1", [255, 7], [-1, 7]), ("|u1", [255, 7], [255, 7]), ("<i2", [255, 255, 7, 1], [-1, 263]),
            ("<u2", [255, 255, 7, 1], [65535, 263]), ("<i4", [254, 255, 255, 255, 1, 0, 0, 0], [-2, 1]),
            ("<u4", [0, 0, 0, 128, 1, 0, 0, 0], [2147483648, 1]),
            ("<i8", [.. new[] { -5L, 1L << 40 }.SelectMany(BitConverter.GetBytes)], [-5, 1L << 40]),
        ];
        foreach (var (type, bytes, values) in cases)
        {
            File.WriteAllBytes(path, Made(type, false, "2,", bytes));
            Assert.That(Npy.Load(path).Values, Is.EqualTo(values.Select(v => (float)v)), type);
            if (type[1] != 'f')
                Assert.That(Npy.LoadIntegers(path).Values, Is.EqualTo(values.Select(v => (long)v)), type);
            else
                Assert.That(() => Npy.LoadIntegers(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(type));
        }
    }

    [Test]
    public void Large_unsigned_numbers_do_not_turn_negative()
    {
        File.WriteAllBytes(path, Made("<u8", false, "2,", [.. new[] { 7UL, 1UL << 63 }.SelectMany(BitConverter.GetBytes)]));
        Assert.That(Npy.Load(path).Values, Is.EqualTo([7f, 9.223372e18f]));
        Assert.That(() => Npy.LoadIntegers(path),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains("9223372036854775808"));
        File.WriteAllBytes(path, Made("<u8", false, "2,", [.. new[] { 7UL, (ulong)long.MaxValue }.SelectMany(BitConverter.GetBytes)]));
        Assert.That(Npy.LoadIntegers(path).Values, Is.EqualTo([7, long.MaxValue]));
    }

    [Test]
    public void Load_turns_Fortran_order_round()
    {
        // numpy.asfortranarray(numpy.arange(24).reshape(2, 3, 4)): the first axis runs fastest.
        byte[] bytes = [.. Enumerable.Range(0, 24).Select(i => (byte)(i % 2 * 12 + i / 2 % 3 * 4 + i / 6))];
        File.WriteAllBytes(path, Made("|u1", true, "2, 3, 4", bytes));
        var array = Npy.Load(path);
        Assert.That(array.Shape, Is.EqualTo(new Shape(2, 3, 4)));
        Assert.That(array.Values, Is.EqualTo(Enumerable.Range(0, 24)));
    }

    private static byte[] Made(string type, bool fortran, string dims, byte[] data)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': ({dims}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. data];
    }

    [Test]
    public void Load_refuses_damaged_files_and_names_them()
    {
        Npy.Save(path, new Shape(2, 2), new float[4]);
        var sound = File.ReadAllBytes(path);
        void Refused(byte[] bytes, string word)
        {
            File.WriteAllBytes(path, bytes);
            Assert.That(() => Npy.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains(word));
        }
        byte[] Replace(string what, string by) =>
        [
            .. sound[..10], .. System.Text.Encoding.ASCII.GetBytes(System.Text.Encoding.ASCII.GetString(sound[10..128]).Replace(what, by)),
            .. sound[128..],
        ];
        for (var length = 0; length < sound.Length; length++)
            Refused(sound[..length], "");
        Refused([.. sound, 0], "17");
        Refused(Replace("<f4", ">f4"), ">f4");
        Refused(Replace("(2, 2)", "(9, 2)"), "72 bytes");
        Refused(Replace("(2, 2)", "(x, 2)"), "(x, 2)");
        Refused([0, .. sound[1..]], "magic");
    }
}
