"""Evaluation reports have a chapter with what people answered."""

from django.db import migrations, models

CHAPTERS = [
    ("summary", "In short"),
    ("programme", "What the programme was"),
    ("pilots", "Who took part, and how it ended"),
    ("time", "How long it took"),
    ("bottlenecks", "What held pilots up"),
    ("measures", "What helped"),
    ("coaching", "Hours of coaching"),
    ("plans", "Plans before and after the coaching"),
    ("answers", "What people answered"),
    ("lessons", "What we learnt"),
    ("advice", "What we advise"),
]


class Migration(migrations.Migration):
    dependencies = [("pilots", "0016_evaluation_reports")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="chapter",
            field=models.CharField(choices=CHAPTERS, max_length=20, verbose_name="chapter"),
        )
        for model in ("reporttext", "reportcomment")
    ]
