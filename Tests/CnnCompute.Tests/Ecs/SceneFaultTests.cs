// Every Vulkan call of a running scene with a net fails in turn.
using Engine;

namespace CnnCompute.Tests;

public sealed class SceneFaultTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("scene").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Every_call_of_a_scene_may_fail()
    {
        var files = new SoundFiles(folder);
        var (options, before) = (new GpuOptions { Validation = false, ShaderFolder = GpuFixture.ShaderFolders }, Log.Sink);
        Log.Sink = static (_, _) => { };   // what a component says once while the scene goes on
        try
        {
            FaultWalk.Run(options, gpu =>
            {
                using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 48 }, gpu);
                app.Install(new EnginePlugin());
                app.Install(new CnnComputePlugin());
                app.Load(files.Scene);
                app.Run(3);
            }, except: PlanFaultTests.Opening, accept: e => e is SceneException && !e.Message.Contains('\n'), brief: true);
        }
        finally
        {
            Log.Sink = before;
        }
    }
}
