// docs/components.md has every component and field that scenes can name, in the words of their comments.
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Engine;

namespace CnnCompute.Tests;

public sealed partial class ComponentPageTests
{
    private static readonly string Page = Path.Combine(GpuFixture.Repository, "docs", "components.md");

    [Test]
    public void The_page_is_what_the_components_say_of_themselves()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 8, Height = 8 }, GpuFixture.Gpu);
        app.Use<CnnComputePlugin>();
        var written = Write(ComponentEntry.Of(app));
        if (Environment.GetEnvironmentVariable("CNN_GOLDEN") == "write")
            File.WriteAllText(Page, written);
        Assert.That(File.Exists(Page) ? File.ReadAllText(Page) : "", Is.EqualTo(written),
            "write it anew: CNN_GOLDEN=write ./cnn test --filter \"FullyQualifiedName~ComponentPage\"");
        Assert.That(written, Does.Contain("## Classifier").And.Contain("| `budget` |").And.Contain("## Label").And.Contain("| `text` |"));
    }

    private static string Write(IReadOnlyList<ComponentEntry> components)
    {
        var comments = components.Select(c => c.Type.Assembly.GetName().Name!)
            .Concat(["CnnCompute.Networks", "CnnCompute.Core", "Engine.Gpu"]).Distinct().SelectMany(Comments)
            .DistinctBy(m => (string)m.Attribute("name")!)
            .ToDictionary(m => (string)m.Attribute("name")!, m => Text(m.Element("summary")));
        var page = new StringBuilder("# Components\n\nEvery component that a scene file can name, and its fields, in the words of the code; "
            + "a test keeps this page true.\n[Scenes](scenes.md) tells how they work together.\n\n");
        page.AppendJoin(" · ", components.Select(c => $"[{c.Name}](#{c.Name.ToLowerInvariant()})")).Append('\n');
        foreach (var component in components)
        {
            page.Append($"\n## {component.Name}\n\n{comments[$"T:{component.Type.FullName}"]}\n");
            if (component.Fields.Count == 0)
                continue;
            page.Append("\n| field | holds | by itself | |\n|---|---|---|---|\n");
            foreach (var field in component.Fields)
            {
                var key = $"{(field.Member is PropertyInfo ? "P" : "F")}:{field.Member.DeclaringType!.FullName}.{field.Member.Name}";
                var text = comments.TryGetValue(key, out var comment) && comment.Length > 0 ? comment : Elsewhere(comments, field);
                var standard = field.Default.Length > 0 ? $"`{field.Default}`" : "";
                page.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {Holds(field)} | {standard} | {text.Replace("|", "\\|")} |\n");
            }
        }
        return page.ToString();
    }

    // What a record struct declares in its head has its comment there; what an interface asks for has it in the interface.
    private static string Elsewhere(Dictionary<string, string> comments, ComponentField field)
    {
        var declaring = field.Member.DeclaringType!;
        return declaring.GetInterfaces().Select(i => comments.GetValueOrDefault($"P:{i.FullName}.{field.Member.Name}"))
            .Append(comments.GetValueOrDefault($"T:{declaring.FullName}#{field.Member.Name}")).FirstOrDefault(c => c is { Length: > 0 }) ?? "";
    }

    private static string Holds(ComponentField field)
    {
        var type = Nullable.GetUnderlyingType(field.Type) ?? field.Type;
        var kind = type.IsEnum
            ? string.Join(", ", Enum.GetNames(type).Length <= 12 ? Enum.GetNames(type).Select(n => $"`{n.ToLowerInvariant()}`") : [type.Name])
            : type.Name switch
            {
                "String" => "text",
                "Single" or "Double" => "number",
                "Int32" or "Int64" or "UInt64" => "whole number",
                "Boolean" => "true, false",
                "Entity" => "name of an entity",
                "Vector2" => "[x, y]",
                "Vector3" => "[x, y, z]",
                "Vector4" => "colour",
                var other => other,
            };
        var limits = field.Limits;
        return double.IsFinite(limits.Least) && double.IsFinite(limits.Most)
            ? string.Create(CultureInfo.InvariantCulture, $"{kind}, {limits.Least} to {limits.Most}")
            : kind;
    }

    private static IEnumerable<XElement> Comments(string assembly)
    {
        var built = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var document = XDocument.Load(Path.Combine(GpuFixture.Repository, "artifacts", "obj", assembly, built, $"{assembly}.xml"));
        foreach (var member in document.Descendants("member"))
        {
            yield return member;
            foreach (var parameter in member.Elements("param"))
            {
                var name = $"{member.Attribute("name")!.Value}#{parameter.Attribute("name")!.Value}";
                yield return new XElement("member", new XAttribute("name", name), new XElement("summary", parameter.Nodes()));
            }
        }
    }

    private static string Text(XElement? comment)
    {
        var text = new StringBuilder();
        foreach (var node in comment?.Nodes() ?? [])
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" } see => $"`{Last(see)}`",
                XElement { Name.LocalName: "code" } => "",
                XElement other => $"`{other.Value}`",
                _ => "",
            });
        }
        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    private static string Last(XElement see)
    {
        var name = (string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? see.Value;
        return name.Split('(')[0].Split('.', ':')[^1];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
