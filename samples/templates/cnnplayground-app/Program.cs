// Plays a scene: CnnPlaygroundApp [SOURCE] [--headless]
using CnnCompute;
using Engine;

using var app = new App(new AppOptions
{
    Title = "CnnPlaygroundApp",
    Headless = args.Contains("--headless"),
    HotReload = true,
    Overrides = args is [not "--headless", ..] ? new Dictionary<string, string> { ["VideoSource.source"] = args[0] } : [],
});
app.Use<CnnComputePlugin>();
app.Load(Path.Combine(AppContext.BaseDirectory, "scene.yaml"));
app.Run(app.HasWindow ? long.MaxValue : 60);
if (!app.HasWindow)
    PngFile.Write("scene.png", app.Target.Width, app.Target.Height, app.Gpu.Download(app.Target.Image));
