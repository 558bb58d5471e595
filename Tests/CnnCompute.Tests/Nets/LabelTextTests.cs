// Class names in the forms in which people keep them.
using System.Text;

namespace CnnCompute.Tests;

public sealed class LabelTextTests
{
    private static readonly string[] Five = ["apple", "bär", "cat, tabby", "dog", "emu"];
    private static readonly string Lines = string.Join("\n", Five);

    private static IEnumerable<TestCaseData> Forms()
    {
        static TestCaseData Form(string name, byte[] bytes, string extension = ".txt") => new TestCaseData(bytes, extension).SetArgDisplayNames(name);
        static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
        yield return Form("lines", Utf8(Lines));
        yield return Form("end", Utf8($"\n{Lines}\n\n \n"));
        yield return Form("BOM", [0xEF, 0xBB, 0xBF, .. Utf8(Lines)]);
        yield return Form("CR", Utf8(Lines.Replace('\n', '\r')));
        yield return Form("CR LF", Utf8(Lines.Replace("\n", "\r\n")));
        yield return Form("UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Lines)]);
        yield return Form("UTF-16 of the other order", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Lines)]);
        yield return Form("UTF-16 without a mark", Encoding.Unicode.GetBytes(Lines));
        yield return Form("Latin-1", Encoding.Latin1.GetBytes(Lines));
        yield return Form("JSON list", Utf8("""["apple", "b\u00e4r", "cat, tabby", "dog", "emu"]"""));
        yield return Form("JSON map", Utf8("""{ "1": "bär", "0": "apple", "2": "cat, tabby", "3": "dog", "4": "emu" }"""), ".json");
        yield return Form("JSON of names", Utf8("""{ "apple": 0, "bär": 1, "cat, tabby": 2, "dog": 3, "emu": 4 }"""), ".json");
        yield return Form("JSON of Keras", Utf8(
            """{"0": ["n0", "apple"], "1": ["n1", "bär"], "2": ["n2", "cat, tabby"], "3": ["n3", "dog"], "4": ["n4", "emu"]}"""));
        yield return Form("JSON of a configuration", Utf8(
            """{"id2label": {"0": "apple", "1": "bär", "2": "cat, tabby", "3": "dog", "4": "emu"}, "hidden": 3}"""));
        yield return Form("JSON of objects", Utf8(
            """[{"id":0,"name":"apple"},{"id":1,"name":"bär"},{"name":"cat, tabby"},{"name":"dog"},{"name":"emu"}]"""));
        yield return Form("YAML map", Utf8("0: apple\n1: bär\n2: cat, tabby\n3: dog\n4: emu\n"), ".yaml");
        yield return Form("YAML map below a key", Utf8(
            "path: x\nnames:\n  0: apple\n  1: 'bär'\n  2: cat, tabby\n  3: \"dog\"\n  4: emu\nnc: 5\n"), ".yaml");
        yield return Form("YAML list", Utf8("# classes\nnames:\n- apple\n- bär\n- 'cat, tabby'\n- dog\n- emu\n"), ".yaml");
        yield return Form("YAML list in a line", Utf8("nc: 5\nnames: [apple, bär, \"cat, tabby\", dog, emu]\n"), ".yaml");
        yield return Form("CSV", Utf8("id,name\n0,apple\n1,bär\n2,cat, tabby\n3,dog\n4,emu"), ".csv");
        yield return Form("CSV without a heading", Utf8("0,apple\n1,bär\n2,\"cat, tabby\"\n3,dog\n4,emu"), ".csv");
        yield return Form("CSV in another order", Utf8("name;index\nbär;1\napple;0\ncat, tabby;2\nemu;4\ndog;3"), ".csv");
        yield return Form("CSV of names", Utf8("name\napple\nbär\n\"cat, tabby\"\ndog\nemu"), ".csv");
        yield return Form("numbered", Utf8("0 apple\n1 bär\n2 cat, tabby\n3 dog\n4 emu"));
        yield return Form("numbered from one", Utf8("1. apple\n2. bär\n3. cat, tabby\n4. dog\n5. emu"));
        yield return Form("identified", Utf8("n00\tapple\nn01\tbär\nn02\tcat, tabby\nn03\tdog\nn04\temu"));
    }

    [TestCaseSource(nameof(Forms))]
    public void Names_are_found(byte[] bytes, string extension) => Assert.That(LabelText.Parse(bytes, extension), Is.EqualTo(Five));

    [Test]
    public void Names_that_only_look_like_a_form_stay_as_they_are()
    {
        static string[] Parse(string text, string extension = ".txt") => LabelText.Parse(Encoding.UTF8.GetBytes(text), extension);
        Assert.That(Parse("0\n1\n2"), Is.EqualTo(["0", "1", "2"]), "digits");
        Assert.That(Parse("3 apples\n7 pears"), Is.EqualTo(["3 apples", "7 pears"]));
        Assert.That(Parse("cat, tabby\ndog, hound"), Is.EqualTo(["cat, tabby", "dog, hound"]));
        Assert.That(Parse("[none]\ncat"), Is.EqualTo(["[none]", "cat"]));
        Assert.That(Parse("apple\nbär\n\ndog\nemu\n"), Is.EqualTo(["apple", "bär", "", "dog", "emu"]), "a class without a name");
        Assert.That(Parse("time: a\nspace: b"), Is.EqualTo(["time: a", "space: b"]));
    }

    [TestCase("", "no class names")]
    [TestCase(" \n\n", "no class names")]
    [TestCase("[]", "no class names")]
    [TestCase("""{"a": 0, "b": 2}""", "no numbers from 0")]
    [TestCase("""["a", {"x": 1}]""", "where a class name")]
    [TestCase("""["a", """, "JSON")]
    [TestCase("a\0b\0\0\0c", "no text")]
    public void What_holds_no_names_is_refused(string text, string word) =>
        Assert.That(() => LabelText.Parse(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<FormatException>().With.Message.Contains(word));

    [Test]
    public void Files_are_named_and_large_or_odd_ones_refused()
    {
        var folder = Directory.CreateTempSubdirectory("labels").FullName;
        try
        {
            var path = Path.Combine(folder, "names.txt");
            File.WriteAllText(path, "");
            Assert.That(() => ClassLabels.Read(path), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path));
            // Sparse: nothing is written, and nothing of it is read.
            using (var file = File.OpenWrite(path))
                file.SetLength(1L << 30);
            Assert.That(() => ClassLabels.Read(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("bytes"));
            Assert.That(() => ClassLabels.Read(folder), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("folder"));
            Assert.That(() => ClassLabels.Read("/dev/zero"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("device"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void As_many_names_as_classes_are_needed()
    {
        Assert.That(FittedLabels.For(["a", "", "c"], 3, "x"), Is.EqualTo(["a", "", "c"]));
        Assert.That(FittedLabels.For(["a", "", "c"], 2, "x"), Is.EqualTo(["a", "c"]), "the blank line was none of them");
        Assert.That(FittedLabels.For([], 2, "x"), Is.Empty);
        Assert.That(() => FittedLabels.For(["a", "b", "c"], 5, "x.txt"), Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo(
            "x.txt: 3 class names for a network of 5 classes; give the right file with --labels (by code: NetOptions.Labels)"));
        Assert.That(() => FittedLabels.For(["a", "b", "c"], 2, "x.txt"),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("background"));
        Assert.That((FittedLabels.NameOf(["a", ""], 0), FittedLabels.NameOf(["a", ""], 1), FittedLabels.NameOf([], 7)),
            Is.EqualTo(("a", "class 1", "class 7")));
    }

    [TestCase("kitty", "near to it are kite (3)")]
    [TestCase("cat", "these contain the word: Egyptian cat (0), tabby cat (1), catamaran (2)")]
    [TestCase("catmaran", "near to it are catamaran (2)")]
    [TestCase("tabby kitten", "these contain the word: tabby cat (1)")]
    [TestCase("xylophone", "there are 4, such as Egyptian cat (0)")]
    public void Classes_that_were_probably_meant_are_listed(string wanted, string hint) =>
        Assert.That(ClassNames.Near(wanted, ["Egyptian cat", "tabby cat, tiger", "catamaran", "kite"]), Does.Contain(hint));
}
