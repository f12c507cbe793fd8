type Lecture = { title: string; texts: readonly (readonly [front: string, back: string])[] };

/** What the cards of the pictures say; `{{c1::…}}` makes a cloze note, everything else is asked both ways. */
export const cardiology: { title: string; lectures: readonly Lecture[] } = {
  title: 'Cardiology',
  lectures: [
    {
      title: 'Action potentials',
      texts: [
        [
          'During phase 0 of the cardiac action potential, fast {{c1::voltage-gated Na⁺ channels}} open and the membrane depolarises towards {{c2::<i>E</i><sub>Na</sub>}}.',
          'The upstroke is steep because the channels open cooperatively above about −65 mV. Class I antiarrhythmics act here: they slow conduction by lowering the slope of phase 0.<br><br><img src="action-potential.svg">',
        ],
        [
          'Current that holds the plateau (phase 2)',
          'L-type calcium current, against the outward potassium currents',
        ],
        ['Repolarisation (phase 3)', 'Delayed rectifier potassium currents carry it'],
        ['Resting potential of a ventricular cell', 'About −90 mV, near the equilibrium of potassium'],
        ['Funny current', 'Inward current on hyperpolarisation that drives the pacemaker of the sinus node'],
        [
          'Absolute refractory period',
          'Na⁺ channels are inactivated: no stimulus starts another action potential',
        ],
        [
          'Effect of acetylcholine on the sinus node',
          'Opens K⁺ channels, slows the funny current: the heart beats more slowly',
        ],
        ['Early afterdepolarisation', 'A second upstroke in phase 2 or 3 when repolarisation takes too long'],
        ['Where conduction is slowest', 'In the atrioventricular node: about 0.05 m/s'],
        ['Where conduction is fastest', 'In the Purkinje fibres: 2 to 4 m/s'],
      ],
    },
    {
      title: 'Cardiac cycle',
      texts: [
        ['Isovolumetric contraction', 'All valves are closed; pressure rises, volume stays'],
        ['First heart sound', 'Closure of the mitral and tricuspid valves'],
        ['Second heart sound', 'Closure of the aortic and pulmonary valves'],
        ['Ejection fraction', 'Stroke volume divided by end-diastolic volume; normally 55 to 70 %'],
        ['Preload', 'Stretch of the fibres at the end of diastole'],
        ['Afterload', 'Tension of the wall during ejection, raised by the pressure of the aorta'],
        ['Frank–Starling mechanism', 'More filling stretches the fibres, and they contract more strongly'],
        [
          '{{c1::Systole}} empties the ventricle, {{c2::diastole}} fills it.',
          'At rest diastole takes about two thirds of the cycle.',
        ],
        ['Area of the pressure–volume loop', 'The work of one stroke'],
        ['Third heart sound', 'Rapid filling of a stiff or overfull ventricle'],
        ['Dicrotic notch', 'Short rise of the aortic pressure when its valve closes'],
        ['Atrial kick', 'The last 20 % of filling, by contraction of the atria'],
      ],
    },
    {
      title: 'ECG',
      texts: [
        ['P wave', 'Depolarisation of the atria'],
        ['PR interval', '120 to 200 ms: from the sinus node through the atrioventricular node'],
        ['QRS complex', 'Depolarisation of the ventricles, less than 120 ms'],
        ['T wave', 'Repolarisation of the ventricles'],
        [
          'QT interval',
          'Depolarisation and repolarisation of the ventricles; longer when the heart beats slowly',
        ],
        ['Left axis deviation', 'Axis beyond −30°: I positive, II and aVF negative'],
        ['Delta wave', 'Slurred start of the QRS complex: an accessory pathway'],
        ['First-degree block', 'PR interval above 200 ms, every P wave is conducted'],
        [
          '{{c1::ST elevation}} points to an injury through the wall, {{c2::ST depression}} to one below the endocardium.',
          'Both need two neighbouring leads.',
        ],
        ['Irregularly irregular rhythm without P waves', 'Atrial fibrillation'],
        ['Sawtooth baseline', 'Atrial flutter'],
        ['U wave', 'Small wave after T, larger with low potassium'],
      ],
    },
    {
      title: 'Diuretics',
      texts: [
        ['Where loop diuretics act', 'Na⁺–K⁺–2Cl⁻ cotransporter of the thick ascending limb'],
        ['Where thiazides act', 'Na⁺–Cl⁻ cotransporter of the distal tubule'],
        ['Where spironolactone acts', 'Receptor of aldosterone in the collecting duct'],
        ['Thiazides and calcium', 'They keep calcium; loop diuretics lose it'],
        ['Main electrolyte danger of loop diuretics', 'Low potassium'],
        ['Acetazolamide', 'Inhibits carbonic anhydrase in the proximal tubule'],
        ['Mannitol', 'Holds water in the tubule by osmosis'],
        ['Amiloride', 'Blocks the epithelial sodium channel of the collecting duct'],
        ['Diuretic in heart failure that prolongs life', 'Spironolactone or eplerenone'],
      ],
    },
  ],
};
