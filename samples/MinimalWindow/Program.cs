// A window with a moving landscape and a line of text; Escape ends it: MinimalWindow [--headless]
using Engine;

using var app = new App(new AppOptions { Title = "Minimal", Headless = args.Contains("--headless") });
app.Show(app.Source("scenery", 1280, 720));
var text = app.Show("hello", new(40, 40));
app.Every(Phase.Update, frame =>
{
    app.World.Get<Label>(text).Text = $"{frame.Time:F1} s on {app.Gpu.Info.Name}";
    if (frame.Input.WasPressed(Key.Escape))
        app.Stop();
});
app.Run(app.HasWindow ? long.MaxValue : 90);
if (!app.HasWindow)
    PngFile.Write("window.png", app.Target.Width, app.Target.Height, app.Gpu.Download(app.Target.Image));
