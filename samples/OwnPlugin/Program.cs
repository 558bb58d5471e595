// Plays the plugin's scene, or runs its verb: OwnPlugin MODEL [--headless] | OwnPlugin labels MODEL
using System.CommandLine;
using CnnCompute;
using Engine;

if (args is ["labels", ..])
{
    var root = new RootCommand("The verbs of a plugin.");
    foreach (var verb in new PulsePlugin().Commands())
        root.Add(verb);
    return root.Parse(args).Invoke();
}
using var app = new App(new AppOptions
{
    Headless = args.Contains("--headless"),
    Overrides = new Dictionary<string, string> { ["model"] = Path.GetFullPath(args[0]) },
});
app.Use<CnnComputePlugin>().Use<PulsePlugin>();
var scene = app.Load(Path.Combine(AppContext.BaseDirectory, "pulse.yaml"));
app.Run(app.HasWindow ? long.MaxValue : 60);
Console.WriteLine($"the sprite is {app.World.Get<Sprite>(scene.Find("picture")).Size.X:F0} wide");
return 0;
