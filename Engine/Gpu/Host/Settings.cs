// Settings that are declared once: for the library, for scene files and for verbs.
using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Engine;

/// <summary>
/// What a computation may be told, as an immutable record. Each property with a <see cref="SettingAttribute"/> is by that alone a field of every
/// component that holds the record (scene files write it among the component's own), an option of every verb that reads it, clamped to its range, and
/// known to need other plans or not (<see cref="CompiledAttribute"/>). Others are for the library alone.
/// </summary>
public abstract record Settings
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Setting>> Known = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Compiled = new();

    /// <summary>The settings that a record declares, in its order.</summary>
    public static IReadOnlyList<Setting> Of(Type type) => Known.GetOrAdd(type, static t =>
    [
        .. from property in t.GetProperties()
           let declared = (SettingAttribute?)Attribute.GetCustomAttribute(property, typeof(SettingAttribute), inherit: false)
           where declared is not null
           select new Setting(property, declared)
    ]);

    /// <summary>
    /// Whether settings, or components with settings in them, agree in all that plans are compiled for. Not for every frame: it boxes.
    /// </summary>
    public static bool NeedSamePlans<T>(T a, T b)
    {
        foreach (var property in Compiled.GetOrAdd(typeof(T), static t => [.. t.GetProperties().Where(Matters)]))
        {
            var same = (property.GetValue(a), property.GetValue(b)) switch
            {
                (Settings x, Settings y) => Of(x.GetType()).All(s => !s.IsCompiled || Equals(s.Of(x), s.Of(y))),
                var (x, y) => Equals(x, y),
            };
            if (!same)
                return false;
        }
        return true;
    }

    /// <summary>A copy that differs in one setting.</summary>
    public Settings With(Setting setting, object? value)
    {
        var copy = this with { };
        setting.Write(copy, value);
        return copy;
    }

    /// <summary>The sentence about a value that was asked for and the one that is taken.</summary>
    internal static string Clamping(Setting setting, object? asked, object? taken) =>
        setting.Limits.Sentence(setting.Words, Text(asked), Text(taken));

    internal static string Text(object? value) => value is Vector2 v
        ? string.Create(CultureInfo.InvariantCulture, $"{v.X} {v.Y}")
        : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static bool Matters(PropertyInfo property) =>
        property.IsDefined(typeof(CompiledAttribute)) || property.PropertyType.IsSubclassOf(typeof(Settings));
}

/// <summary>What every record of settings can be asked.</summary>
public static class SettingsExtensions
{
    /// <summary>These settings within what is possible; <paramref name="said"/> gets a sentence for each that was not.</summary>
    public static T Clamped<T>(this T settings, ICollection<string> said) where T : Settings
    {
        foreach (var setting in Settings.Of(settings.GetType()))
        {
            var asked = setting.Of(settings);
            var taken = setting.Within(asked);
            if (Equals(asked, taken))
                continue;
            said.Add(Settings.Clamping(setting, asked, taken));
            settings = (T)settings.With(setting, taken);
        }
        return settings;
    }

    /// <summary>Refuses the first setting that is not possible.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void Check<T>(this T settings) where T : Settings
    {
        foreach (var setting in Settings.Of(settings.GetType()))
        {
            if (setting.Of(settings) is var asked && !Equals(asked, setting.Within(asked)))
                throw new ArgumentException($"{setting.Words} {Settings.Text(asked)} is not possible: {setting.Range}");
        }
    }
}
