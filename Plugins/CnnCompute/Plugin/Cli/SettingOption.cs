// One option of a verb that comes from a declared setting.
using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Engine;

namespace CnnCompute;

/// <summary>An option, and the settings it serves: several where methods of one verb share it.</summary>
internal sealed class SettingOption
{
    private readonly Func<ParseResult, object?> read;
    private readonly List<Served> served = [];

    /// <summary>An option without description yet.</summary>
    /// <exception cref="NotSupportedException">No option can be of the setting's type.</exception>
    public SettingOption(Setting setting)
    {
        Type = setting.Type;
        (Option, read) = Type switch
        {
            _ when Type == typeof(int) => Take(new Option<int?>(setting.Option), "N", value => value),
            _ when Type == typeof(float) => Take(new Option<float?>(setting.Option), "X", value => value),
            _ when Type == typeof(bool) => Take(new Option<bool>(setting.Option), null, value => value),
            _ when Type == typeof(Vector2) => Take(
                new Option<float[]?>(setting.Option) { Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true }, "X Y",
                value => new Vector2(value![0], value[1])),
            { IsEnum: true } => Take(Words(setting), null, value => Enum.Parse(Type, value!, ignoreCase: true)),
            _ when Type == typeof(string) => Take(new Option<string?>(setting.Option), "TEXT", value => value),
            { IsClass: true } => Take(new Option<string?>(setting.Option), "TEXT", value => Setting.Parse(value!, Type)),
            _ => throw new NotSupportedException($"{setting.Option}: an option cannot hold a {Type.Name}"),
        };

        (Option, Func<ParseResult, object?>) Take<T>(Option<T> option, string? form, Func<T?, object?> convert)
        {
            option.HelpName = setting.Form ?? form ?? option.HelpName;
            return (option, result => convert(result.GetValue(option)));
        }
    }

    /// <summary>What it holds.</summary>
    public Type Type { get; }

    /// <summary>For the verb.</summary>
    public Option Option { get; }

    /// <summary>Adds a setting that it serves to its help.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="usual">Its default value.</param>
    /// <param name="of">The method whose setting it is; empty where the verb has no methods.</param>
    public void Serve(Setting setting, object? usual, string of)
    {
        served.Add(new Served(of, setting.Description, setting.Usual ?? Text(usual)));
        var (sentences, usually) = served.Count == 1 ? (Sentence(setting.Description, served), served[0].Usual) : Together();
        var note = (setting.Range, usually) switch
        {
            (null, null) => "",
            (null, _) => $" [default: {usually}]",
            (_, null) => $" [{setting.Range}]",
            _ => $" [{setting.Range}, default: {usually}]",
        };
        Option.Description = sentences + note;
    }

    /// <summary>Whether it was given.</summary>
    public bool IsGiven(ParseResult result) => result.GetResult(Option) is { Implicit: false };

    /// <summary>What was given.</summary>
    /// <exception cref="ArgumentException">It says no such value.</exception>
    public object? Given(ParseResult result)
    {
        try
        {
            return read(result);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"{Option.Name}: {error.Message}", error);
        }
    }

    private static string Methods(IEnumerable<Served> served) => string.Join(", ", served.Select(s => s.Of).Where(o => o.Length > 0));

    private static string Sentence(string description, IEnumerable<Served> served) =>
        Methods(served) is { Length: > 0 } methods ? $"{methods}: {description}" : description;

    // What several say alike is said once.
    private (string Sentences, string? Usually) Together()
    {
        var sentences = string.Join(' ', served.GroupBy(s => s.Description).Select(g => Sentence(g.Key, g)));
        var usuals = served.Where(s => s.Usual is not null).GroupBy(s => s.Usual!).ToArray();
        if (usuals.Length < 2)
            return (sentences, usuals.FirstOrDefault()?.Key);
        return (sentences, string.Join(", ", usuals.Select(g => Methods(g) is { Length: > 0 } methods ? $"{g.Key} of {methods}" : g.Key)));
    }

    // Scene files write the same words.
    private static Option<string?> Words(Setting setting)
    {
        string[] words = [.. Enum.GetNames(setting.Type).Select(Word)];
        var option = new Option<string?>(setting.Option) { HelpName = string.Join('|', words) };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var word }] && !words.Contains(word, StringComparer.OrdinalIgnoreCase))
                given.AddError($"{setting.Option} cannot be '{word}'{Spelling.Hint(word, words)}");
        });
        return option;
    }

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    // What a default value says to people; null where it says nothing.
    private static string? Text(object? value) => value switch
    {
        Enum word => Word(word.ToString()),
        Vector2 v => v == Vector2.Zero ? null : string.Create(CultureInfo.InvariantCulture, $"{v.X} {v.Y}"),
        bool flag => flag ? "true" : null,
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}") is { Length: > 0 } text ? text : null,
    };

    /// <summary>A setting's part of the help. A class, as generic code for classes is compiled already when the program starts.</summary>
    private sealed record Served(string Of, string Description, string? Usual);
}
