// What a conformance run found, in all and by operator.
namespace CnnCompute;

/// <summary>How the cases with an operator fared; a case counts for each of its operators.</summary>
/// <param name="Operator">Its name, after its domain if that is not the default.</param>
/// <param name="Passed">Cases of the set that agree.</param>
/// <param name="Failed">Cases of the set that do not.</param>
/// <param name="Unsupported">Cases with this operator that are not run because it, or another one of theirs, is not supported.</param>
/// <param name="Error">The largest error of its cases, max|a - b| / max|b|; null where none was compared.</param>
/// <param name="Reason">Why it is not supported; null where it is.</param>
public sealed record ConformanceOperator(string Operator, int Passed, int Failed, int Unsupported, double? Error, string? Reason);

/// <summary>How a case went.</summary>
/// <param name="Why">What does not agree; null where all does.</param>
/// <param name="Error">The largest max|a - b| / max|b| of its outputs of floats; 0 where all are equal.</param>
/// <param name="IsBeyond">Whether its data hold numbers beyond 32-bit floats: it is not run and counts among those of other types.</param>
public readonly record struct ConformanceOutcome(string? Why, double Error, bool IsBeyond = false);

/// <summary>A case that was run, and its largest error.</summary>
public sealed record ConformanceResult(string Case, bool Passed, double Error);

/// <summary>A case that does not agree.</summary>
public sealed record ConformanceFailure(string Case, string Why);

/// <summary>The whole result.</summary>
/// <param name="Folder">Where the cases lie.</param>
/// <param name="Cases">Cases found.</param>
/// <param name="OtherTypes">Cases that are not in the set because of a value that is no tensor of numbers, or of one beyond 32-bit floats.</param>
/// <param name="Unsupported">Cases of these types that are not in the set because of an operator.</param>
/// <param name="Set">Cases in the set.</param>
/// <param name="Converted">Those of them with tensors of other types than float32, int64 and bool, which are converted.</param>
/// <param name="Passed">Those of the set that agree.</param>
/// <param name="Failed">Those of the set that do not.</param>
/// <param name="Operators">By operator, sorted.</param>
/// <param name="Results">Each case of the set, with its error.</param>
/// <param name="Failures">Each case that failed.</param>
public sealed record ConformanceReport(
    string Folder, int Cases, int OtherTypes, int Unsupported, int Set, int Converted, int Passed, int Failed,
    IReadOnlyList<ConformanceOperator> Operators, IReadOnlyList<ConformanceResult> Results, IReadOnlyList<ConformanceFailure> Failures)
{
    /// <summary>Runs <paramref name="run"/> on every case that belongs to the set, and sums up.</summary>
    public static ConformanceReport Of(string folder, IReadOnlyList<ConformanceCase> cases, Func<ConformanceCase, ConformanceOutcome> run)
    {
        ConformanceCase[] typed = [.. cases.Where(c => c.IsOfTheSetsTypes)], set = [.. typed.Where(c => !c.Unsupported.Any())];
        var all = set.ToDictionary(c => c, c => c.Error is { } unread ? new ConformanceOutcome(unread, 0) : run(c));
        var outcomes = all.Where(o => !o.Value.IsBeyond).ToDictionary();
        (typed, set) = ([.. typed.Where(c => !all.ContainsKey(c) || outcomes.ContainsKey(c))], [.. set.Where(outcomes.ContainsKey)]);
        var failures = outcomes.Where(o => o.Value.Why is not null).ToDictionary(o => o.Key, o => o.Value.Why!);
        var operators =
            from test in typed
            from op in test.Operators
            group test by op into one
            let ran = one.Where(outcomes.ContainsKey).ToArray()
            let failed = one.Count(failures.ContainsKey)
            let reason = OnnxOperators.Knows(one.Key.Domain, one.Key.Name) ? null : OnnxUnsupported.Reason(one.Key.Domain, one.Key.Name)
            let name = one.Key.Domain.Length > 0 ? $"{one.Key.Domain}.{one.Key.Name}" : one.Key.Name
            orderby name
            let error = ran.Length > 0 ? ran.Max(c => outcomes[c].Error) : (double?)null
            select new ConformanceOperator(name, ran.Length - failed, failed, one.Count() - ran.Length, error, reason);
        return new ConformanceReport(
            folder, cases.Count, cases.Count - typed.Length, typed.Length - set.Length, set.Length, set.Count(c => c.IsConverted),
            set.Length - failures.Count, failures.Count, [.. operators],
            [.. set.Select(c => new ConformanceResult(c.Name, !failures.ContainsKey(c), outcomes[c].Error))],
            [.. failures.Select(f => new ConformanceFailure(f.Key.Name, f.Value))]);
    }
}
