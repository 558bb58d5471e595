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
}
