// Class names beside a model.
namespace CnnCompute.Tests;

public sealed class ClassLabelsTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("labels").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private string At(params ReadOnlySpan<string> parts) => Path.Combine([folder, .. parts]);

    [Test]
    public void The_models_own_come_before_those_of_the_folder_that_fit()
    {
        string[] Find(int classes) => ClassLabels.Beside(At("net.onnx"), [classes]);
        Assert.That(Find(2), Is.Empty);
        Directory.CreateDirectory(At("labels"));
        File.WriteAllLines(At("labels", "pets.txt"), ["cat", "", " dog "]);
        File.WriteAllLines(At("labels", "fruit.txt"), ["apple", "pear", "plum"]);
        Assert.That(Find(2), Is.EqualTo(["cat", "dog"]));
        Assert.That(Find(4), Is.Empty);
        File.WriteAllLines(At("labels", "trees.txt"), ["oak", "ash"]);
        Assert.That(Find(2), Is.Empty, "nobody knows which");
        File.WriteAllLines(At("net.txt"), ["yes", "no"]);
        Assert.That(Find(2), Is.EqualTo(["yes", "no"]));
    }

    [Test]
    public void A_list_that_is_missing_is_named() =>
        Assert.That(() => ClassLabels.Read(At("none.txt")), Throws.TypeOf<FileNotFoundException>().With.Message.Contains(At("none.txt")));
}
