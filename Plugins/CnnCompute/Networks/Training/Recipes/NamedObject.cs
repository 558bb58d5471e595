// An object as a recipe names it, before it is made.
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace CnnCompute;

/// <summary>
/// A name and fields that were read and checked by <see cref="Catalogue"/>; what only the training knows (parameters, the number of steps) is added
/// when the object is made.
/// </summary>
public sealed class NamedObject
{
    private readonly CatalogueEntry entry;
    private readonly RecipeNode node;
    private readonly IReadOnlyDictionary<string, object?> values;

    internal NamedObject(CatalogueEntry entry, RecipeNode node, IReadOnlyDictionary<string, object?> values)
    {
        (this.entry, this.node, this.values) = (entry, node, values);
        // As the constructor orders them, so that equal objects have equal texts.
        Fields = [.. entry.Fields.Where(f => values.ContainsKey(f.Name)).Select(f => (f.Name, FieldValue.Text(values[f.Name])))
            .Where(f => entry.Fields.First(e => e.Name == f.Name) is var known && (known.IsNeeded || FieldValue.Text(known.Default) != f.Item2))];
    }

    /// <summary>Its name.</summary>
    public string Name => entry.Name;

    /// <summary>Its kind.</summary>
    public CatalogueEntry Entry => entry;

    /// <summary>What was said of it, less what it would be anyway, as texts.</summary>
    public IReadOnlyList<(string Name, string Text)> Fields { get; }

    /// <summary>The value that was said of a field, or its default.</summary>
    public object? this[string field] =>
        values.TryGetValue(field, out var value) ? value : entry.Fields.FirstOrDefault(f => f.Name == field)?.Default;

    /// <summary>Makes the object.</summary>
    /// <param name="supplied">Parameters of constructors that are no fields, by name; those that it has not are passed over.</param>
    /// <exception cref="InvalidDataException">A field is out of range, as its constructor says; the message names the line.</exception>
    public object Create(params ReadOnlySpan<(string Name, object Value)> supplied)
    {
        var parameters = entry.Constructor.GetParameters();
        var arguments = new object?[parameters.Length];
        foreach (var parameter in parameters)
            arguments[parameter.Position] = Supplied(parameter, supplied);
        foreach (var field in entry.Fields)
        {
            arguments[field.Position] = values.TryGetValue(field.Name, out var value)
                ? FieldValue.Made(value, field.Type, supplied)
                : field.Default;
        }
        try
        {
            return entry.Constructor.Invoke(arguments);
        }
        catch (TargetInvocationException error) when (error.InnerException is ArgumentException wrong)
        {
            // Of its two lines the second says the value again.
            var message = wrong is ArgumentOutOfRangeException ? wrong.Message.Split('\n')[0].TrimEnd() : wrong.Message.ReplaceLineEndings(" ");
            throw node.Wrong($"{Name}: {message.Replace($" (Parameter '{wrong.ParamName}')", "", StringComparison.Ordinal)}", wrong);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } other)
        {
            ExceptionDispatchInfo.Throw(other);
            throw;
        }
    }

    /// <summary>Makes the object as a <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="Create(ReadOnlySpan{ValueTuple{string, object}})"/>
    public T Create<T>(params ReadOnlySpan<(string Name, object Value)> supplied) => (T)Create(supplied);

    /// <summary>A copy in which a field has another value.</summary>
    /// <param name="field">One of its fields.</param>
    /// <param name="text">As recipes write it.</param>
    /// <param name="source">What errors name it by: an option.</param>
    /// <exception cref="InvalidDataException">It has no such field, or the value is none for it.</exception>
    public NamedObject With(string field, string text, string source)
    {
        var value = RecipeNode.Parse(text, source, hasLines: false);
        return Catalogue.Read(entry.Type, RecipeNode.Parse(ToString(), source, hasLines: false).WithField([Name, field], value));
    }

    /// <summary>In one line, as YAML reads it: <c>sgd: {momentum: 0.9}</c>. Equal objects have equal texts.</summary>
    public override string ToString() => Fields.Count == 0 ? Name : $"{Name}: {{{string.Join(", ", Fields.Select(f => $"{f.Name}: {f.Text}"))}}}";

    private static object? Supplied(ParameterInfo parameter, ReadOnlySpan<(string Name, object Value)> supplied)
    {
        foreach (var (name, value) in supplied)
        {
            if (name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase) && parameter.ParameterType.IsInstanceOfType(value))
                return value;
        }
        return parameter.HasDefaultValue ? parameter.DefaultValue : null;
    }
}
