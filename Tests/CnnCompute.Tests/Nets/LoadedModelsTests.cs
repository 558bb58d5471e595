// Models that several look at are loaded once.
namespace CnnCompute.Tests;

public sealed class LoadedModelsTests
{
    private static readonly string Fashion = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");

    [Test]
    public void The_same_file_is_the_same_model_and_its_weights_lie_in_one_place()
    {
        var before = GpuFixture.Gpu.LiveObjects;
        using (var models = new LoadedModels(GpuFixture.Gpu))
        {
            var (model, weights) = models.Open(Fashion);
            var (again, same) = models.Open(Path.Combine(Path.GetDirectoryName(Fashion)!, ".", "fashion.safetensors"));
            Assert.That((again, same), Is.EqualTo((model, weights)));
            Assert.That(() => models.Open(Fashion + "x"), Throws.InstanceOf<IOException>());
            var bias = model.Module.Parameters()[^1];
            weights.Set(bias, bias.Initial);
            Assert.That(GpuFixture.Gpu.LiveObjects, Is.GreaterThan(before));
        }
        GpuFixture.Gpu.WaitIdle();
        Assert.That(GpuFixture.Gpu.LiveObjects, Is.EqualTo(before), "the weights go with the models");
    }

    [Test]
    public void A_name_means_the_weights_that_come_with_the_program_whatever_folder_is_before_it()
    {
        using var models = new LoadedModels(GpuFixture.Gpu);
        var (model, weights) = models.Open("resnet18_features");
        Assert.That((model.Name, model.Norm is not null), Is.EqualTo(("resnet18_features", true)));
        Assert.That(models.Open("/no/folder/resnet18_features").Weights, Is.SameAs(weights));
        Assert.That(models.Count, Is.EqualTo(1));
        Assert.That(() => models.Open("resnet18"), Throws.InstanceOf<FileNotFoundException>(), "random weights are nothing to look at");
    }

    [Test]
    public void What_nothing_uses_any_more_is_let_go()
    {
        var folder = Directory.CreateTempSubdirectory("loaded").FullName;
        try
        {
            var paths = Enumerable.Range(0, 12).Select(i => Path.Combine(folder, $"net{i}.onnx")).ToArray();
            var proto = TinyClassifiers.WithTail([OnnxProtos.Node("Softmax", "p", ["l"], OnnxProtos.Int("axis", 1))]);
            foreach (var path in paths)
                File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(proto));
            using var models = new LoadedModels(GpuFixture.Gpu);
            Plan Compile(string path)
            {
                var (model, weights) = models.Open(path);
                return Plan.Compile(weights, [], [model.Apply(new Graph().Input("x", 1, 3, 8, 8)).First]);
            }
            using var kept = Compile(paths[0]);
            var (first, weights) = models.Open(paths[0]);
            var running = Compile(paths[1]);
            GpuFixture.Gpu.WaitIdle();
            var flat = GpuFixture.Gpu.LiveObjects;
            foreach (var path in paths[2..])
            {
                // As a component is edited: the new one stands before the old one goes.
                var next = Compile(path);
                running.Dispose();
                running = next;
                Assert.That(models.Count, Is.LessThanOrEqualTo(3), path);
            }
            running.Dispose();
            using var last = Compile(paths[1]);
            GpuFixture.Gpu.WaitIdle();
            Assert.That(GpuFixture.Gpu.LiveObjects, Is.EqualTo(flat), "one plan and its weights more than the kept one, as before");
            Assert.That(models.Open(paths[0]), Is.EqualTo((first, weights)), "what is in use is kept");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void What_is_opened_and_never_compiled_is_kept_for_a_while()
    {
        var folder = Directory.CreateTempSubdirectory("loaded").FullName;
        try
        {
            var bytes = File.ReadAllBytes(Fashion);
            using var models = new LoadedModels(GpuFixture.Gpu);
            foreach (var i in Enumerable.Range(0, 8))
            {
                var path = Path.Combine(folder, $"{i}.safetensors");
                File.WriteAllBytes(path, bytes);
                models.Open(path);
            }
            Assert.That(models.Count, Is.EqualTo(4));
            // A file that was written anew is another model.
            var newest = Path.Combine(folder, "7.safetensors");
            var before = models.Open(newest).Model;
            Assert.That(models.Open(newest).Model, Is.SameAs(before));
            File.SetLastWriteTimeUtc(newest, DateTime.UtcNow.AddMinutes(1));
            Assert.That(models.Open(newest).Model, Is.Not.SameAs(before));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
