// Names what a camera sees, in a window: ClassifyCamera MODEL [SOURCE] [--headless]
using CnnCompute;
using Engine;

using var app = new App(new AppOptions { Headless = args.Contains("--headless") });
var camera = app.Source(args is [_, not "--headless", ..] ? args[1] : "camera");
var seen = app.Net(args[0]).See(camera);
app.Show(camera);
app.Show(seen);
app.Run(app.HasWindow ? long.MaxValue : 60);
Console.WriteLine(seen);
