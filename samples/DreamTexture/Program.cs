// A cube that turns, with what a net dreams of the pictures as its surface: DreamTexture [SOURCE] [--headless]
using System.Numerics;
using CnnCompute;
using Engine;
using Transform = Engine.Transform; // not that of training data

using var app = new App(new AppOptions { Headless = args.Contains("--headless") });
var pictures = app.Source(args is [not "--headless", ..] ? args[0] : "scenery", 256, 256);
var dream = app.Net(ModelFile.Usual).Dream(pictures, width: 160, height: 160, budget: 25);

app.World.Add(app.Add("camera", new Camera()), new Transform { Position = new Vector3(0, 0, 2.2f) });
var cube = app.Add("cube", new MeshRenderer { Mesh = MeshShape.Cube, Image = dream.Name });
app.World.Add(cube, new Transform());
app.Every(Phase.Update, frame => app.World.Get<Transform>(cube).Rotation = new Vector3(20, (float)frame.Time * 30, 0));

app.Run(app.HasWindow ? long.MaxValue : 240);
if (!app.HasWindow)
    PngFile.Write("dream.png", app.Target.Width, app.Target.Height, app.Gpu.Download(app.Target.Image));
