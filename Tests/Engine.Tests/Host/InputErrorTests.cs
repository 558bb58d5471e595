// What is a person's mistake and what is the program's own fault.
namespace Engine.Tests;

public sealed class InputErrorTests
{
    private static IEnumerable<Exception> Mistakes =>
    [
        new IOException("a"), new FileNotFoundException("a", "/some/file"), new UnauthorizedAccessException("a"), new InvalidDataException("a"),
        new InvalidOperationException("a"), new ArgumentOutOfRangeException("a"), new NotSupportedException("a"), new FormatException("a"),
        new OverflowException("a"), new OutOfMemoryException("a"), new GpuException("a"), new SceneException("scene.yaml", 1, "a"),
        new AggregateException(new IOException("a")), new DllNotFoundException("libvulkan.so"),
    ];

    private static IEnumerable<Exception> Faults =>
    [
        new NullReferenceException("a"), new IndexOutOfRangeException("a"), new InvalidCastException("a"), new KeyNotFoundException("a"),
        new ObjectDisposedException("a"), new TypeLoadException("a"), new MissingMethodException("a"), new OperationCanceledException("a"),
        new AggregateException(new NullReferenceException("a")), new FileNotFoundException("a", "Engine.Former, Version=1.0.0.0"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void Mistakes_are_told_and_survived(Exception error) => Assert.That(InputError.Is(error), Is.True);

    [TestCaseSource(nameof(Faults))]
    public void Faults_are_not(Exception error) => Assert.That(InputError.Is(error), Is.False);

    [Test]
    public void A_sentence_is_one_line_without_names_of_the_program()
    {
        Assert.That(InputError.Sentence(new ArgumentException("one\ntwo", "settings")), Is.EqualTo("one two"));
        Assert.That(InputError.Sentence(new UnauthorizedAccessException("Access to the path '/x' is denied.")),
            Is.EqualTo("Access to the path '/x' is denied; check the owner and permissions of that file or folder"));
        Assert.That(InputError.Sentence(new AggregateException(new IOException("within"))), Is.EqualTo("within"));
        Assert.That(InputError.Sentence(new KeyNotFoundException("gone")), Does.StartWith("a fault of the program itself: gone"));
    }
}
