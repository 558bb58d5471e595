// A component type as scene files know it: its name, its fields, and its values as YAML.
using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace Engine;

/// <summary>A struct whose public fields and settable properties are written in camelCase; what its Settings declare stands among them.</summary>
internal sealed class SceneComponent
{
    private static readonly Dictionary<Type, SceneComponent> byType = [];
    private readonly Dictionary<string, SceneField> fields = [];

    private SceneComponent(string name, Type type)
    {
        Name = name;
        Type = type;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
                Add(property);
        }
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!field.IsInitOnly)
                Add(field.Name, new SceneField(field.FieldType, field.GetValue, field.SetValue, null, field));
        }
    }

    public string Name { get; }

    public Type Type { get; }

    /// <summary>Throws InvalidOperationException where a field has a type that YAML cannot hold.</summary>
    public static SceneComponent Of(Type type, string? name = null)
    {
        lock (byType)
        {
            if (name is null && byType.TryGetValue(type, out var known))
                return known;
            var component = new SceneComponent(name ?? type.Name, type);
            if (name is null)
                byType.Add(type, component);
            return component;
        }
    }

    /// <summary>The names of its fields, as scene files write them.</summary>
    public IReadOnlyCollection<string> Fields => fields.Keys;

    /// <summary>Whether it has a field of that name, as scene files write it.</summary>
    public bool Has(string field) => fields.ContainsKey(field);

    /// <summary>The field of that name, as scene files write it; null where there is none.</summary>
    public SceneField? Find(string field) => fields.GetValueOrDefault(field);

    /// <summary>As its constructor leaves it; of a constructor with parameters, with the parameters' default values.</summary>
    public object Default()
    {
        var constructors = Type.GetConstructors();
        if (constructors.Length == 0 || constructors.Any(c => c.GetParameters().Length == 0))
            return Activator.CreateInstance(Type)!;
        var widest = constructors.MaxBy(c => c.GetParameters().Length)!;
        return widest.Invoke(
            [.. widest.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : p.ParameterType == typeof(Entity) ? Entity.Null : null)]);
    }

    public object Read(YamlNode node, SceneReader reader)
    {
        var value = Default();
        if (node is YamlScalarNode { Value: "" or null or "~" or "null" })
            return value;
        if (node is not YamlMappingNode mapping)
            throw reader.Error(node, $"{reader.Place} wants its fields, as in '{Example()}'.");
        foreach (var (key, child) in mapping)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!fields.TryGetValue(name, out var field))
                throw reader.Error(key, $"{reader.Place} has no field '{name}'{Spelling.Hint(name, fields.Keys)}");
            field.Set(value, reader.In(name, key, () => SceneValue.Read(child, field.Type, reader)));
        }
        return value;
    }

    /// <summary>The fields that differ from the default.</summary>
    public YamlMappingNode Write(object component, Func<Entity, string> nameOf)
    {
        var mapping = new YamlMappingNode { Style = YamlDotNet.Core.Events.MappingStyle.Flow };
        var standard = Default();
        foreach (var (name, field) in fields)
        {
            var node = SceneValue.Write(field.Get(component), field.Type, nameOf);
            if (!node.Equals(SceneValue.Write(field.Get(standard), field.Type, nameOf)))
                mapping.Add(name, node);
        }
        return mapping;
    }

    private string Example() => fields.Count == 0 ? $"{Name}: {{}}" : $"{Name}: {{ {fields.Keys.First()}: … }}";

    // Settings are written among the component's own fields; each is a record that others may hold too, so a copy is changed.
    private void Add(PropertyInfo property)
    {
        if (!property.PropertyType.IsSubclassOf(typeof(Settings)))
        {
            Add(property.Name, new SceneField(property.PropertyType, property.GetValue, property.SetValue, null, property));
            return;
        }
        Settings Held(object? component) => (Settings)property.GetValue(component)!;
        foreach (var setting in Settings.Of(property.PropertyType))
        {
            var value = property.PropertyType.GetProperty(setting.Property)!;
            void Write(object? component, object? written) => property.SetValue(component, Held(component).With(setting, written));
            Add(setting.Name, new SceneField(setting.Type, c => setting.Of(Held(c)), Write, property, value) { Limits = setting.Limits });
        }
    }

    private void Add(string name, SceneField field)
    {
        if (!SceneValue.CanHold(field.Type))
        {
            throw new InvalidOperationException($"Component {Name}: a scene file cannot hold {Type.Name}.{name} of type {field.Type.Name}; "
                + "put run-time state into a second component.");
        }
        if (!fields.TryAdd(char.ToLowerInvariant(name[0]) + name[1..], field))
        {
            throw new InvalidOperationException(
                $"Component {Name}: two of its fields are called {name}; one of them, or both, are settings that it holds.");
        }
    }
}
