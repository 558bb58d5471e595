// What a conformance run found, in all and by operator.
namespace CnnCompute;

/// <summary>How the cases with an operator fared; a case counts for each of its operators.</summary>
/// <param name="Operator">Its name, after its domain if that is not the default.</param>
/// <param name="Passed">Cases of the set that agree.</param>
/// <param name="Failed">Cases of the set that do not.</param>
/// <param name="Unsupported">Cases with this operator that are not run because it, or another one of theirs, is not supported.</param>
/// <param name="Reason">Why it is not supported; null where it is.</param>
public sealed record ConformanceOperator(string Operator, int Passed, int Failed, int Unsupported, string? Reason);

/// <summary>A case that does not agree.</summary>
public sealed record ConformanceFailure(string Case, string Why);

/// <summary>The whole result.</summary>
/// <param name="Folder">Where the cases lie.</param>
/// <param name="Cases">Cases found.</param>
/// <param name="OtherTypes">Cases that are not in the set because of a tensor that is not float32, int64 or bool.</param>
/// <param name="Unsupported">Cases of these types that are not in the set because of an operator.</param>
/// <param name="Set">Cases in the set.</param>
/// <param name="Passed">Those of the set that agree.</param>
/// <param name="Failed">Those of the set that do not.</param>
/// <param name="Operators">By operator, sorted.</param>
/// <param name="Failures">Each case that failed.</param>
public sealed record ConformanceReport(
    string Folder, int Cases, int OtherTypes, int Unsupported, int Set, int Passed, int Failed, IReadOnlyList<ConformanceOperator> Operators,
    IReadOnlyList<ConformanceFailure> Failures)
{
    /// <summary>Runs <paramref name="run"/> (null: agrees) on every case that belongs to the set, and sums up.</summary>
    public static ConformanceReport Of(string folder, IReadOnlyList<ConformanceCase> cases, Func<ConformanceCase, string?> run)
    {
        ConformanceCase[] typed = [.. cases.Where(c => c.IsOfTheSetsTypes)], set = [.. typed.Where(c => !c.Unsupported.Any())];
        var failures = set.Select(c => (Case: c, Why: c.Error ?? run(c))).Where(f => f.Why is not null).ToDictionary(f => f.Case, f => f.Why!);
        var operators =
            from test in typed
            from op in test.Operators
            group test by op into one
            let run1 = one.Count(set.Contains)
            let failed = one.Count(failures.ContainsKey)
            let reason = OnnxOperators.Knows(one.Key.Domain, one.Key.Name) ? null : OnnxUnsupported.Reason(one.Key.Domain, one.Key.Name)
            let name = one.Key.Domain.Length > 0 ? $"{one.Key.Domain}.{one.Key.Name}" : one.Key.Name
            orderby name
            select new ConformanceOperator(name, run1 - failed, failed, one.Count() - run1, reason);
        return new ConformanceReport(
            folder, cases.Count, cases.Count - typed.Length, typed.Length - set.Length, set.Length, set.Length - failures.Count, failures.Count,
            [.. operators], [.. failures.Select(f => new ConformanceFailure(f.Key.Name, f.Value))]);
    }
}
