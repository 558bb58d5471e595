// Trainings whose numbers are none any more: they say so, with step and layer, and can go on.
namespace CnnCompute.Tests;

public sealed class TrainerGuardTests
{
    private static Trainer Make(TrainingSetup setup) => new(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup);

    // A criterion that is no number where the rate is high.
    private sealed record Exploding : Criterion
    {
        public override Tensor Loss(Tensor output, TrainingBatch batch)
        {
            var graph = output.Graph;
            var late = graph.Value(Optimizer.RateName).GreaterEqual(0.03f);
            var factor = Tensor.Where(late, graph.Fill(Shape.Scalar, float.NaN), graph.Fill(Shape.Scalar, 1)).Named("trap");
            return output.CrossEntropy(batch.Labels) * factor;
        }
    }

    [Test]
    public void A_loss_that_is_no_number_is_told_with_its_step_and_the_training_can_go_on_with_a_lower_rate()
    {
        // The second epoch's rate is too high; half of it is not.
        var setup = Squares.Setup with
        {
            Criterion = new Exploding(),
            Schedule = (_, perEpoch) => new MultiStepLr(0.02f, [1], 2, StepsPerEpoch: perEpoch),
        };
        using (var stops = Make(setup))
        {
            var error = Assert.Throws<DivergedException>(() => stops.Run())!;
            Assert.That(error.Message, Does.StartWith("The loss of step 7 is NaN").And.Contain("\"trap\"").And.Contain("--lr"));
        }
        using var goesOn = Make(setup with { OnNan = NanAction.Lower });
        var result = goesOn.Run();
        Assert.That(result.Epochs, Is.EqualTo(3));
        Assert.That((goesOn.Capture().Recoveries, goesOn.Capture().RateFactor), Is.EqualTo((1, 0.5f)));
    }

    // A loss that is a number while its gradient is none: the root of nothing is as steep as can be.
    private sealed record Vertical : Criterion
    {
        public override Tensor Loss(Tensor output, TrainingBatch batch) =>
            output.CrossEntropy(batch.Labels) + (output * 0).Sum().Sqrt().Named("root");
    }

    [Test]
    public void A_training_whose_gradients_are_never_numbers_ends_though_its_loss_is_fine()
    {
        using var trainer = Make(Squares.Setup with { Criterion = new Vertical() });
        var error = Assert.Throws<DivergedException>(() => trainer.Run())!;
        Assert.That(error.Message, Does.StartWith("The gradients of the last 21 updates").And.Contain("is the first to give it").And.Contain("--lr"));
        Assert.That(float.IsFinite(error.Loss), Is.True);
    }
}
