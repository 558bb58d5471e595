// A verb's options for settings that the library declares.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>
/// Options of one verb by which settings are given: names, help and defaults come from the declarations. Records that declare the same option
/// share it.
/// </summary>
internal sealed class VerbSettings
{
    private readonly Dictionary<string, SettingOption> byName = [];

    /// <summary>Adds options for a record's settings.</summary>
    /// <param name="usual">The default values.</param>
    /// <param name="of">The method whose settings they are, for the help; empty where the verb has no methods.</param>
    /// <param name="without">Properties that the verb sets itself.</param>
    public SettingOptions<T> Add<T>(T usual, string of = "", params string[] without) where T : Settings
    {
        var options = new List<ReadSetting>();
        foreach (var setting in Settings.Of(typeof(T)).Where(s => !without.Contains(s.Property)))
        {
            if (!byName.TryGetValue(setting.Option, out var option))
                byName.Add(setting.Option, option = new SettingOption(setting));
            else if (option.Type != setting.Type)
                throw new InvalidOperationException($"{typeof(T).Name}: {setting.Option} is a {option.Type.Name} already, not a {setting.Type.Name}");
            option.Serve(setting, setting.Of(usual), of);
            options.Add(new ReadSetting(setting, option));
        }
        return new SettingOptions<T>(usual, options);
    }

    /// <summary>For the verb.</summary>
    public IEnumerable<Option> Options => byName.Values.Select(o => o.Option);
}

/// <summary>A setting and the option by which it is given.</summary>
internal sealed record ReadSetting(Setting Setting, SettingOption Option);

/// <summary>The options of one record, and the way back from what was given to the record.</summary>
internal sealed class SettingOptions<T>(T usual, IReadOnlyList<ReadSetting> options) where T : Settings
{
    /// <summary>For a verb that has no others.</summary>
    public static SettingOptions<T> Of(T usual, params string[] without) => new VerbSettings().Add(usual, without: without);

    /// <summary>For the verb.</summary>
    public IEnumerable<Option> Options => options.Select(o => o.Option.Option);

    /// <summary>Whether a property's option was given.</summary>
    public bool IsGiven(ParseResult result, string property) => options.Single(o => o.Setting.Property == property).Option.IsGiven(result);

    /// <summary>What was given; the rest is <paramref name="otherwise"/>, or the usual.</summary>
    public T Given(ParseResult result, T? otherwise = null)
    {
        Settings settings = otherwise ?? usual;
        foreach (var o in options.Where(o => o.Option.IsGiven(result)))
            settings = settings.With(o.Setting, o.Option.Given(result));
        return (T)settings;
    }

    /// <summary>The same within what is possible; a sentence on standard error says what was not.</summary>
    public T Clamped(ParseResult result, T? otherwise = null)
    {
        var said = new List<string>();
        var settings = Given(result, otherwise).Clamped(said);
        said.ForEach(Log.Warning);
        return settings;
    }

    /// <summary>The same; what is not possible is refused.</summary>
    /// <exception cref="ArgumentException">Something is not possible.</exception>
    public T Checked(ParseResult result, T? otherwise = null)
    {
        var settings = Given(result, otherwise);
        foreach (var (setting, option) in options)
        {
            if (setting.Of(settings) is var value && !Equals(value, setting.Within(value)))
                throw new ArgumentException(FormattableString.Invariant($"{option.Option.Name} {value} is not possible: {setting.Range}"));
        }
        return settings;
    }
}

/// <summary>Adds several options at once where a verb's are listed.</summary>
internal static class VerbExtensions
{
    /// <summary>Adds them in their order.</summary>
    public static void Add(this Verb verb, IEnumerable<Option> options)
    {
        foreach (var option in options)
            verb.Add(option);
    }
}
